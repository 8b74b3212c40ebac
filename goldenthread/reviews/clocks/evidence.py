"""What an authority asks for with a request to assess, and what of it the record shows already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Q
from yaml import Node

from goldenthread.learners.models import Learner, StageSpell
from goldenthread.outcomes.models import ProgressNote
from goldenthread.people.models import Membership
from goldenthread.plans.models import PlanVersion
from goldenthread.plans.templates import MAIN
from goldenthread.reviews.clocks.spans import months_from
from goldenthread.reviews.models import EvidenceItem, Review
from goldenthread.reviews.queries import FAMILY_CAME
from goldenthread.schools import packs
from goldenthread.schools.forms import in_words
from goldenthread.schools.models import School
from goldenthread.story.models import Entry

# Entries of the record that answer an item: by field.
FIELDS = {"advice": ("advice",), "attainment": ("attainment",), "attendance": ("attendance",),
          "health": ("health", "social-care"),
          "needs": ("needs-communication", "needs-learning", "needs-emotional", "needs-physical")}
VOICES = ("learner", "family")
FOUND = ("versions", "meetings", "progress", *VOICES, *FIELDS)
YEAR, TWO_YEARS = 12, 24
CYCLES = 2


@dataclass(frozen=True)
class Item:
    """One thing that is asked for. `found` is what of the record shows it, `enough` from how many on."""

    key: str
    title: str
    help: str
    found: str
    enough: int


@dataclass(frozen=True)
class Asks:
    """What one authority asks for; without a name, what most do."""

    name: str
    items: tuple[Item, ...]


ITEM = packs.mapping(key=packs.slug, title=packs.text, help=packs.text,
                     found=packs.optional(packs.one_of(*FOUND)), enough=packs.optional(packs.number, 1))
AUTHORITY = packs.mapping(la=packs.text, name=packs.text, items=packs.many(packs.slug))


def whole(node: Node) -> dict[str, Any]:
    found: dict[str, Any] = packs.mapping(items=packs.unique(ITEM, "key"), core=packs.many(packs.slug),
                                          authorities=packs.optional(packs.unique(AUTHORITY, "la"), ()))(node)
    known = {item["key"] for item in found["items"]}
    lists = [(found["core"], node), *((each["items"], node) for each in found["authorities"])]
    for keys, at in lists:
        if strange := [key for key in keys if key not in known]:
            raise packs.Wrong(f"‘{strange[0]}’ is none of the items of this file.", at)
    return found


@cache
def lists() -> dict[str, Asks]:
    """By the authority's number; "" is everybody else's."""
    plain = packs.load(Path(settings.PACKS_DIR) / "core", "evidence", whole)
    items = {row["key"]: Item(**row) for row in plain["items"]}
    found = {row["la"]: Asks(row["name"], tuple(items[key] for key in row["items"])) for row in plain["authorities"]}
    return {"": Asks("", tuple(items[key] for key in plain["core"])), **found}


def asked_of(learner: Learner, school: School) -> Asks:
    """What the authority the learner lives in asks for: its own list, else the school's authority's, else most."""
    return lists().get(learner.home_authority or school.la) or lists()[""]


@dataclass(frozen=True)
class Shown:
    """How much of one kind the record shows, and the newest of it."""

    count: int = 0
    newest: date | None = None


@dataclass(frozen=True)
class Line:
    """One item as it stands: what the record shows, what people have noted, and whether that is enough."""

    item: Item
    shown: Shown
    noted: EvidenceItem | None

    @property
    def is_there(self) -> bool:
        if self.noted and self.noted.state != "wanted":
            return self.noted.state == "have"
        return bool(self.item.found) and self.shown.count >= self.item.enough

    @property
    def is_settled(self) -> bool:
        """Here, or known not to be had."""
        return self.is_there or (self.noted is not None and self.noted.state == "none")

    @property
    def from_record(self) -> str:
        """What the record shows, in a few words."""
        if not self.item.found:
            return "Nothing in the record shows this: say whether it is there."
        if not self.shown.count:
            return "Nothing in the record yet."
        newest = f", the newest of {in_words(self.shown.newest)}" if self.shown.newest else ""
        usual = f" {self.item.enough} are usual." if self.shown.count < self.item.enough else ""
        return f"{self.shown.count} in the record{newest}.{usual}"


def shown_for(ids: Iterable[int], on: date) -> dict[int, dict[str, Shown]]:
    """What the record shows of each kind, for each of these learners, in four questions."""
    ids = list(ids)
    found: dict[int, dict[str, Shown]] = {pk: {} for pk in ids}
    versions = PlanVersion.objects.filter(plan__learner__in=ids, plan__type=MAIN, correction=0).order_by()
    keep(found, "versions", versions.values_list("plan__learner").annotate(Count("pk"), Max("issued_on")))
    meetings = Review.objects.filter(FAMILY_CAME, learner__in=ids, held_on__gt=months_from(on, -YEAR)).order_by()
    keep(found, "meetings", meetings.values_list("learner").annotate(Count("pk", distinct=True), Max("held_on")))
    notes = ProgressNote.objects.filter(outcome__learner__in=ids, on__gt=months_from(on, -YEAR)).order_by()
    keep(found, "progress", notes.values_list("outcome__learner").annotate(Count("pk"), Max("on")))
    entries = Entry.objects.filter(learner__in=ids, retired_on=None).order_by()
    lately, of_late = Q(happened_on__gt=months_from(on, -YEAR)), Q(happened_on__gt=months_from(on, -TWO_YEARS))
    kinds = {**{voice: lately & Q(said_by=voice) for voice in VOICES},
             **{kind: of_late & Q(field__in=fields) for kind, fields in FIELDS.items()}}
    counts = {f"{kind}_count": Count("pk", filter=wanted) for kind, wanted in kinds.items()}
    newest = {f"{kind}_newest": Max("happened_on", filter=wanted) for kind, wanted in kinds.items()}
    for row in entries.values("learner").annotate(**counts, **newest):
        told: dict[str, Any] = dict(row)
        found[told["learner"]] |= {kind: Shown(told[f"{kind}_count"], told[f"{kind}_newest"]) for kind in kinds}
    return found


def keep(found: dict[int, dict[str, Shown]], kind: str, rows: Iterable[tuple[Any, ...]]) -> None:
    for pk, count, newest in rows:
        found[pk][kind] = Shown(count, newest)


def lines(asks: Asks, shown: dict[str, Shown], noted: dict[str, EvidenceItem]) -> list[Line]:
    return [Line(item, shown.get(item.found, Shown()), noted.get(item.key)) for item in asks.items]


def checklist(learner: Learner, on: date) -> list[Line]:
    """Every item the authority asks for, as it stands for a learner."""
    noted = {item.key: item for item in EvidenceItem.objects.filter(learner=learner).select_related("noted_by")}
    return lines(asked_of(learner, learner.school), shown_for([learner.pk], on)[learner.pk], noted)


@dataclass(frozen=True)
class Gaps:
    """A learner for whom a request may come, with what is thin."""

    learner: Learner
    local_stage: str
    cycles: int
    there: int
    asked: int
    missing: list[str]


def gaps(member: Membership, on: date) -> list[Gaps]:
    """Learners on SEN support who have been through several cycles, or are at the highest of several local stages, with
    what a request for them would lack. The most cycles first: theirs may be asked for soonest.
    """
    spells = StageSpell.objects.live(on).filter(stage="K", school_id=member.school_id,
                                                learner__in=Learner.objects.visible_to(member, on).values("pk"))
    found = list(spells.select_related("learner").order_by("learner__sort_name", "learner_id"))
    stages = {spell.local_stage for spell in found}
    highest = max(stages) if len(stages) > 1 else ""  # where all are at one stage it tells nothing
    shown = shown_for([spell.learner_id for spell in found], on)
    noted: dict[int, dict[str, EvidenceItem]] = {}
    for item in EvidenceItem.objects.filter(learner__in=list(shown)):
        noted.setdefault(item.learner_id, {})[item.key] = item
    rows = [gap(spell, member.school, shown[spell.learner_id], noted.get(spell.learner_id, {})) for spell in found]
    far = [row for row in rows if row.cycles >= CYCLES or (highest and row.local_stage == highest)]
    return sorted(far, key=lambda row: (-row.cycles, row.learner.sort_name))


def gap(spell: StageSpell, school: School, shown: dict[str, Shown], noted: dict[str, EvidenceItem]) -> Gaps:
    found = lines(asked_of(spell.learner, school), shown, noted)
    return Gaps(spell.learner, spell.local_stage, shown.get("versions", Shown()).count,
                sum(each.is_settled for each in found), len(found),
                [each.item.title for each in found if not each.is_settled])


