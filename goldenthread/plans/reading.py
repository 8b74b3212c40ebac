"""The one way to read a version or a draft: what this reader may read today, and nothing that shows there was more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from goldenthread.learners.audiences import EVERYONE, narrower
from goldenthread.learners.models import Learner
from goldenthread.learners.policies import Reader
from goldenthread.outcomes.models import Outcome
from goldenthread.plans.builders import NAME, entry_audience, entry_id, outcome_id
from goldenthread.plans.composing import compose, fingerprint, for_fewer
from goldenthread.plans.document import Document, Node, Section, alike
from goldenthread.plans.models import Body, Plan, PlanVersion, SectionState, Withdrawal
from goldenthread.plans.states import Section as How
from goldenthread.plans.states import State
from goldenthread.schools.clock import today
from goldenthread.story.fields import FIELDS
from goldenthread.story.models import Entry, EntryRevision


class Erased(LookupError):
    """The body of this version has been erased; str() says so in a sentence."""


def read(version: PlanVersion, reader: Reader, on: date | None = None) -> Document:
    """A version as frozen, for the narrower of its readers then and now, less what was withdrawn since."""
    gone, today_for = withdrawn(version.plan, on or today()), audiences_today(version.plan)
    return copy_for(version, open_body(version), reader, gone, today_for)


def open_body(version: PlanVersion) -> Document:
    """The frozen document, whole. Nobody is shown this: ask `read`."""
    body: Body | None = getattr(version, "body", None)
    if body is None:
        raise Erased(f"{version} has been erased. Its number and day are kept, its words are not.")
    return Document.from_json(body.json)


def copy_for(version: PlanVersion, whole: Document, reader: Reader, gone: Iterable[str],
             today_for: dict[str, str]) -> Document:
    """As read, where all that it needs from the database is already at hand."""
    gone = set(gone)
    renamed = names_since(whole, reader.learner) if NAME in gone else {}
    seen = narrowed(whole, today_for).for_reader(reader.may_read, gone - {NAME}, renamed)
    told = {"what_changed": ""} if version.sum in gone else {}
    return in_words_for(reader, seen).with_meta(
        **told, standing=standing_words(version), sha256=version.body_sha256, family=reader.kind == "family",
        **{"for": copy_name(reader)})


def with_revisers(document: Document) -> Document:
    """A copy whose entries say who put them in the words they have here: for the sum of changes. It is no part of a
    body, where whose words they are is what counts.
    """
    wanted = {node.id.removeprefix("entry:"): node.revision for node in document.nodes if node.id.startswith("entry:")}
    now = Entry.objects.filter(uuid__in=wanted).values_list("uuid", "revision", "revised_by__name")
    before = EntryRevision.objects.filter(entry__uuid__in=wanted)
    rows = [*now, *before.values_list("entry__uuid", "revision", "revised_by__name")]
    names = {f"entry:{uuid}": name for uuid, revision, name in rows if wanted[str(uuid)] == revision}

    def named(node: Node) -> Node:
        return replace(node, data=node.data | {"revised_by": names[node.id]}) if node.id in names else node

    return replace(document, sections=tuple(
        replace(section, nodes=tuple(map(named, section.nodes))) for section in document.sections))


def names_since(document: Document, learner: Learner) -> dict[str, str]:
    """The name a document calls its learner by, whole and in parts, and what each is now. A plan can't be without a
    name: one that is taken back gives way to the learner's name of today, wherever it was written (case A-23).
    """
    then = next((node.data["value"] for node in document.nodes if node.id == NAME), "")
    first, _, last = then.rpartition(" ")
    now_first, _, now_last = learner.name.rpartition(" ")
    pairs = {then: learner.name, first: now_first, last: now_last}
    return {old: new for old, new in pairs.items() if old and new and old != new}


def withdrawn(plan: Plan, on: date) -> set[str]:
    """The nodes taken back from every version of this plan; a photo by itself where consent no longer holds."""
    gone = set(Withdrawal.objects.filter(plan=plan, ended_on=None).values_list("node", flat=True))
    return gone if plan.learner.photo_on(on) else gone | {"photo"}


def audiences_today(plan: Plan) -> dict[str, str]:
    """For whose eyes each entry and outcome of the learner is now, retired and closed ones too."""
    entries = Entry.objects.filter(learner_id=plan.learner_id).values_list("uuid", "audience", "field")
    outcomes = Outcome.objects.filter(learner_id=plan.learner_id).values_list("uuid", "audience")
    return {f"entry:{uuid}": narrower(audience, FIELDS[field].audience if field in FIELDS else EVERYONE)
            for uuid, audience, field in entries} | {f"outcome:{uuid}": audience for uuid, audience in outcomes}


def audiences_in(loaded: dict[str, Any], plan: Plan) -> dict[str, str]:
    """As audiences_today, from what was loaded to compose the draft."""
    if not {"fields", "outcomes"} <= loaded.keys():  # a plan that shows none of one kind loads none
        return audiences_today(plan)
    entries, outcomes = loaded["fields"][plan.learner_id], loaded["outcomes"][plan.learner_id]
    return {entry_id(entry): entry_audience(entry) for entry in entries} | {
        outcome_id(outcome): outcome.audience for outcome in outcomes}


def narrowed(document: Document, today_for: dict[str, str]) -> Document:
    return replace(document, sections=tuple(
        replace(section, nodes=tuple(for_fewer(node, today_for.get(node.id, EVERYONE)) for node in section.nodes))
        for section in document.sections))


# What the school's forms call a learner's support: true, and of no use to the learner.
FOR_ADULTS = {"fact:stage"}


def in_words_for(reader: Reader, document: Document) -> Document:
    """The learner's own copy: headings in their words, as frozen with it. It opens with what is about them and what
    they do next; of the rest, what they said themselves comes first. That bears no note of where it was filed.
    """
    child = document.meta.get("child")
    if reader.kind != "learner" or not child:
        return document

    def line(node: Node) -> Node:
        heading = node.data.get("child_heading")
        changed = ({"heading": heading} if heading else {}) | ({"source": ""} if is_own(node) else {})
        return replace(node, data=node.data | changed) if changed else node

    def section(adults: Section) -> Section:
        return replace(adults, title=child["sections"].get(adults.key, adults.title), intro="",
                       nodes=tuple(line(node) for node in still_open_first(adults.nodes) if node.id not in FOR_ADULTS))

    # A version of before this was asked opens with what the learner said; a profile is one side and folds nothing.
    said = [] if document.meta.get("one_side") else [each.key for each in document.sections if mostly_own(each)]
    opens = child.get("opens") or said
    in_order = sorted(document.sections, key=lambda each: (place_in(opens, each.key), not mostly_own(each)))
    seen = replace(document, title=child["title"], sections=tuple(map(section, in_order)))
    return seen.with_meta(own=True, opens=[key for key in opens if key in {each.key for each in in_order}])


def place_in(order: list[str], key: str) -> int:
    return order.index(key) if key in order else len(order)


def still_open_first(nodes: Iterable[Node]) -> list[Node]:
    """What a learner works towards before what is over."""
    return sorted(nodes, key=lambda node: bool(node.data.get("closed_on")))


def is_own(node: Node) -> bool:
    """Whether the learner said this."""
    return node.kind == "entry" and node.data.get("said_by") == "learner"


def mostly_own(section: Section) -> bool:
    """Whether most of what stands in a section was said by the learner."""
    return 2 * sum(map(is_own, section.nodes)) > len(section.nodes)


def standing_words(version: PlanVersion) -> str:
    """Version 2; Version 1 (archived)."""
    return str(version) if version.standing.state == State.CURRENT else f"{version} (archived)"


def copy_name(reader: Reader) -> str:
    """Whose copy this is, as printed on it."""
    first = reader.learner.first
    return {"senco": "copy for the SENCO team", "system": "full copy", "staff": "copy for school staff",
            "professional": "copy for professionals", "family": f"copy for {first}'s family",
            "learner": f"{first}'s own copy"}.get(reader.kind, "")


# -- drafts ------------------------------------------------------------------------------------------------------------


def draft_for(plan: Plan, reader: Reader, on: date) -> Document:
    """The draft as it would be issued now, for this reader. Whether they are let in is policies.why_not_read_draft."""
    return draft_copy(compose(plan, on), reader)


def draft_copy(whole: Document, reader: Reader) -> Document:
    """A composed document as this reader's copy of it. A live plan is no draft: it is always today's record."""
    standing = "Today's record" if whole.meta.get("one_side") else "Draft"
    seen = in_words_for(reader, whole.for_reader(reader.may_read))
    return seen.with_meta(standing=standing, **{"for": copy_name(reader)})


@dataclass(frozen=True)
class SectionStanding:
    """How far a section of a draft is, and whether something changed elsewhere has opened it again."""

    state: str
    # How it was marked, where something has come into it or was changed since.
    was: str = ""
    by: str = ""
    on: date | None = None
    as_in: str = ""

    @property
    def label(self) -> str:
        if self.as_in:
            return f"As in {self.as_in}"
        return f"In progress: changed since it was {self.was}" if self.was else How(self.state).label

    @property
    def reopened(self) -> bool:
        return bool(self.was)

    @property
    def short(self) -> str:
        return "changed" if self.reopened else self.label[0].lower() + self.label[1:]


def as_issued(current: PlanVersion | None, draft: Document, reader: Reader) -> dict[str, str]:
    """The sections of this reader's copy of a draft that say what the version in force says, and that version."""
    if current is None:
        return {}
    try:
        return unchanged(current, read(current, reader), draft)
    except Erased:
        return {}


def unchanged(current: PlanVersion, issued: Document, draft: Document) -> dict[str, str]:
    """As as_issued, from a reader's copies of both."""
    return dict.fromkeys(alike(issued, draft), str(current))


def section_standings(plan: Plan, document: Document, as_in: Mapping[str, str] | None = None
                      ) -> dict[str, SectionStanding]:
    """How far each section of a whole draft is: as marked, or, where nobody marked it, by whether it holds anything.
    `as_in` (from `as_issued`) tells what is in progress from what only stands as it was issued.
    """
    marks = {mark.section: mark for mark in SectionState.objects.filter(plan=plan).select_related("marked_by")}
    found = {section.key: standing_of(marks.get(section.key), section.nodes) for section in document.sections}
    return {key: replace(each, as_in=(as_in or {}).get(key, "")) if each.state == How.IN_PROGRESS else each
            for key, each in found.items()}


def unneeded(standings: dict[str, SectionStanding]) -> set[str]:
    """The sections marked as not needed."""
    return {key for key, standing in standings.items() if standing.state == How.NOT_NEEDED}


def standing_of(mark: SectionState | None, nodes: tuple[Node, ...]) -> SectionStanding:
    if mark is None:
        return SectionStanding(How.IN_PROGRESS if nodes else How.NOT_STARTED)
    if (mark.state == How.COMPLETE and mark.seen != fingerprint(nodes)) or (mark.state == How.NOT_NEEDED and nodes):
        was = How(mark.state).label.lower()
        return SectionStanding(How.IN_PROGRESS, was=was, by=str(mark.marked_by), on=mark.marked_on)
    return SectionStanding(mark.state, by=str(mark.marked_by), on=mark.marked_on)
