"""What plans show of reviews: the sections of a plan made from the learner's latest concluded review.

Named once, in config: `review-findings`, `review-judgements`, `review-meeting`, `review-people`, `review-views`. Each
node carries the review's own readers, and plans narrows them further.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery

from goldenthread.learners.audiences import EVERYONE, FAMILY
from goldenthread.outcomes.levels import LEVELS
from goldenthread.outcomes.states import STATES
from goldenthread.plans.builders import Builder, Section, learner_ids
from goldenthread.plans.document import Node
from goldenthread.plans.models import Plan
from goldenthread.reviews.meetings import MEETINGS
from goldenthread.reviews.models import Contribution, Finding, Invitation, Judgement, Review
from goldenthread.reviews.queries import of_latest
from goldenthread.reviews.questions import FORMS
from goldenthread.reviews.states import Came
from goldenthread.schools.forms import in_words
from goldenthread.story.fields import FIELDS
from goldenthread.story.voices import FAMILY as FAMILY_VOICE
from goldenthread.story.voices import PROFESSIONAL

Loaded = dict[int, list[Any]]


# Of a finding in somebody's words: what whoever was asked by that name is to the learner.
RELATION = Subquery(Invitation.objects.filter(
    review=OuterRef("review"), name=OuterRef("said_by_name")).exclude(role="").values("role")[:1])


def load(kind: type[Any], *along: str, **beside: Subquery) -> Callable[[Sequence[Plan], date], Loaded]:
    """Loads what one kind of section shows of each learner's latest review, no more: every page of a plan asks it."""
    return lambda plans, on: of_latest(kind, learner_ids(plans), *along, **beside)


def findings(section: Section, loaded: Loaded) -> Iterable[Node]:
    """What was found, under its headings in the order of a meeting; of what was agreed, by whom and by when."""
    for what in Finding.What:
        if section.part.kinds and what not in section.part.kinds:
            continue
        for each in (each for each in loaded.get(section.plan.learner_id, []) if each.kind == what):
            yield Node(f"finding:{each.uuid}", "finding", each.revision, each.audience, {
                "heading": what.label, "kind": each.kind, "text": each.text, "said_by": each.said_by,
                "said_by_name": with_relation(each), "owner": str(each.owner) if each.owner else "",
                "due_on": each.due_on.isoformat() if each.due_on else "", **of(each.review)})


def with_relation(finding: Any) -> str:
    """As operations.answering has it: of family and professionals, what they are to the learner stands beside them."""
    name: str = finding.said_by_name
    known = finding.relation and finding.said_by in {FAMILY_VOICE, PROFESSIONAL} and "," not in name
    return f"{name}, {finding.relation}" if known else name


def of(review: Review) -> dict[str, str]:
    """Which review a node tells of."""
    return {"review": str(review), "held_on": review.held_on.isoformat()}


def judgements(section: Section, loaded: Loaded) -> Iterable[Node]:
    """How each outcome was judged, in the words of the day."""
    for each in loaded.get(section.plan.learner_id, []):
        outcome = each.outcome
        yield Node(f"judgement:{each.review_id}-{outcome.uuid}", "judgement", 1, outcome.audience, {
            "wording": outcome.wording, "level_name": LEVELS[outcome.level], "state": each.state,
            "state_name": STATES[each.state], "words": each.words, "outcome": f"outcome:{outcome.uuid}",
            **of(each.review)})


def people(section: Section, loaded: Loaded) -> Iterable[Node]:
    """Who took part, in which capacity: agreed to act, contributed, were sent a copy. Who did not come is not named to
    the learner.
    """
    for each in loaded.get(section.plan.learner_id, []):
        if each.came or each.capacity or each.answered_on:
            capacity = each.get_capacity_display() or ("Came" if each.came else "Told us their view")
            yield Node(f"person:review-{each.uuid}", "person", 1, EVERYONE if each.came else FAMILY, {
                "name": each.name, "role": each.role, "capacity": capacity, **of(each.review)})


def meeting(section: Section, loaded: Loaded) -> Iterable[Node]:
    """The day of the meeting; and, not for the learner, who was asked to it and did not come, and whom of those the law
    names nobody invited, with the reason.
    """
    asked = loaded.get(section.plan.learner_id, [])
    if not asked:
        return
    review = asked[0].review
    yield fact("day", EVERYONE, "Day of the meeting", in_words(review.held_on))
    absent = [each for each in asked if each.to_meeting and not each.came and not each.taken_back_on]
    if absent:
        yield fact("absent", FAMILY, "Invited, and did not come", "; ".join(
            ", ".join(filter(None, [each.name, each.role])) for each in absent))
    for seat in MEETINGS[review.kind].invite:
        if seat.key in review.left_out:
            yield fact(f"left-out-{seat.key}", FAMILY, f"Not invited: {seat.title}", review.left_out[seat.key])


def fact(key: str, audience: str, label: str, value: str) -> Node:
    return Node(f"fact:review-{key}", "fact", 1, audience, {"label": label, "value": value})


def views(section: Section, loaded: Loaded) -> Iterable[Node]:
    """What was told for the review and taken in, each in its own voice; and who did not reply, as a gap that shows."""
    for each in loaded.get(section.plan.learner_id, []):
        if each.state == Came.TAKEN_IN:
            yield Node(f"view:{each.uuid}", "view", 1, audience_of(each.question), {
                "heading": each.asked, "text": each.text, "said_by": each.said_by, "said_by_name": each.said_by_name,
                "how_gathered": each.how_gathered, "happened_on": each.happened_on.isoformat(),
                **of(each.review)})


def audience_of(question: str) -> str:
    """Who may read an answer: those who may read the field it is taken in under."""
    found = (form.question(question) for form in FORMS.values())
    field = next((each.field for each in found if each), "")
    return FIELDS[field].audience if field in FIELDS else FAMILY


BUILDERS = {
    "review-findings": Builder(load(Finding, "owner", relation=RELATION), findings, kept=True),
    "review-judgements": Builder(load(Judgement, "outcome"), judgements, kept=True),
    "review-meeting": Builder(load(Invitation), meeting, kept=True),
    "review-people": Builder(load(Invitation), people, kept=True),
    "review-views": Builder(load(Contribution), views, kept=True),
}
