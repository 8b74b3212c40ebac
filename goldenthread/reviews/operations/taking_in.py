"""Taking what people told us into the record, in their own voice, or setting it aside."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.text import Truncator

from goldenthread.actions import operations as actions
from goldenthread.audit.operations import record_many
from goldenthread.audit.refusals import refuse_if
from goldenthread.people.models import Membership
from goldenthread.reviews import policies
from goldenthread.reviews.models import Contribution
from goldenthread.reviews.operations.planning import locked
from goldenthread.reviews.questions import FORMS
from goldenthread.reviews.states import Came
from goldenthread.schools.forms import in_words
from goldenthread.schools.words import line
from goldenthread.story import operations as story


def take_in(*, contribution: Contribution, by: Membership, on: date, field: str = "") -> Contribution:
    """Take one answer into the record, under its question's field or another."""
    return take_in_many(contributions=[contribution], by=by, on=on, field=field)[0]


@transaction.atomic
def take_in_many(*, contributions: Iterable[Contribution], by: Membership, on: date,
                 field: str = "") -> list[Contribution]:
    """Take answers of one review into the record, all or none. Each becomes an entry in the voice it was said in, with
    how it was gathered; the entry has the answer's own uuid, so that taking in twice writes once.
    """
    rows = stand(contributions)
    for row in rows:
        refuse_if(policies.why_not_decide(row, Came.TAKEN_IN, by, on) if row.state != Came.TAKEN_IN else "")
    fresh = [row for row in rows if row.state != Came.TAKEN_IN]
    if fresh:
        story.write_many(lines=[as_line(row, field) for row in fresh], by=by, on=on)
        decide(fresh, Came.TAKEN_IN, by, on)
        record_many("reviews.taken_in", by=by, about=[
            (row, row.review.learner, {"name": row.said_by_name}) for row in fresh])
    return rows


def stand(contributions: Iterable[Contribution]) -> list[Contribution]:
    """The contributions of one review as they stand, the review held."""
    asked = list(contributions)
    refuse_if("" if asked else "Choose what to take in.")
    review = locked(asked[0].review)
    rows = list(Contribution.objects.filter(pk__in=[each.pk for each in asked], review=review).select_related(
        "invitation__member", "typed_by"))
    for row in rows:
        row.review = review
    return rows


def field_of(contribution: Contribution) -> str:
    """Where in the record an answer to this question goes; a question that the pack has dropped goes to the views."""
    found = (form.question(contribution.question) for form in FORMS.values())
    of_voice = {"learner": "views-of-learner", "family": "views-of-family", "professional": "advice"}
    return next((question.field for question in found if question),
                of_voice.get(contribution.said_by, "views-of-staff"))


def as_line(row: Contribution, field: str) -> story.Line:
    """Written down by whoever typed it: they themselves, with an account or without, or staff for them."""
    name = "" if row.said_by == "learner" else row.said_by_name
    typed = row.typed_by or row.invitation.member or Membership.system(row.review.school)
    return story.Line(learner=row.review.learner, field=field or field_of(row), text=row.text, said_by=row.said_by,
                      said_by_name=name, how_gathered=row.how_gathered, happened_on=row.happened_on, uuid=row.uuid,
                      written_by=typed, source_label=source(row))


def source(row: Contribution) -> str:
    """When it was told, and in answer to what: “Happy” by itself says little."""
    return f"Told us for the review on {in_words(row.happened_on)}, asked “{Truncator(row.asked).chars(130)}”"


def decide(rows: list[Contribution], state: str, by: Membership, on: date, why: str = "") -> None:
    for row in rows:
        row.state, row.decided_by, row.decided_on, row.set_aside_why = state, by, on, why
        row.entry = str(row.uuid) if state == Came.TAKEN_IN else ""
    review = rows[0].review
    Contribution.objects.bulk_update(rows, ["state", "decided_by", "decided_on", "set_aside_why", "entry"])
    if not review.contributions.filter(state=Came.WAITING).exists():
        actions.close_for(school=review.school, causes=[f"views-waiting:{review.uuid}"], by=by, on=on)


@transaction.atomic
def set_aside(*, contribution: Contribution, why: str, by: Membership, on: date) -> Contribution:
    """Leave an answer out of the record, and why. It stays here, and can be taken in after all."""
    row = stand([contribution])[0]
    refuse_if(policies.why_not_decide(row, Came.SET_ASIDE, by, on))
    refuse_if("" if line(why) else "Say why this is set aside.")
    decide([row], Came.SET_ASIDE, by, on, line(why)[:300])
    record_many("reviews.set_aside", by=by, about=[(row, row.review.learner, {"name": row.said_by_name})])
    return row
