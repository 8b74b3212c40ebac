"""Writing down what a meeting finds, judges and agrees, and who came."""

import uuid as uuids
from datetime import date
from typing import Any

from django.db import transaction

from goldenthread.audit.operations import record
from goldenthread.audit.refusals import refuse_if
from goldenthread.learners.audiences import EVERYONE, FAMILY
from goldenthread.outcomes.models import Outcome
from goldenthread.outcomes.states import AT_RISK, CLOSED, ON_TRACK, STOPPED
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission
from goldenthread.reviews import policies
from goldenthread.reviews.models import Finding, Invitation, Judgement, Review
from goldenthread.reviews.operations.inviting import held
from goldenthread.reviews.operations.planning import locked, save
from goldenthread.reviews.states import State
from goldenthread.schools.clock import now
from goldenthread.schools.words import clean, line, why_not_keep
from goldenthread.story.operations import Conflict
from goldenthread.story.voices import VOICES

LONGEST = 5_000
MAY_JUDGE = (ON_TRACK, AT_RISK, *CLOSED)


def begin(review: Review) -> None:
    """What is first written down opens the meeting."""
    if review.state == State.PLANNED:
        save(review, state=State.OPEN)


@transaction.atomic
def find(*, review: Review, kind: str, text: str, by: Membership, on: date, said_by: str = "", said_by_name: str = "",
         audience: str = "", owner: Membership | None = None, due_on: date | None = None,
         uuid: uuids.UUID | None = None) -> Finding:
    """Write down one thing under a heading; of what was agreed also who does it and by when. Who holds a difference
    of opinion is said before the review is concluded. The same uuid again gives the one that is there.
    """
    review, text = locked(review), clean(text)
    if uuid and (there := Finding.objects.filter(uuid=uuid).first()):
        refuse_if("" if there.review_id == review.pk else "Open the page again: this line belongs to another review.")
        return there
    audience = audience or (FAMILY if kind == Finding.What.DIFFERENCE else EVERYONE)
    refuse_if(policies.why_not_find(review, kind, audience, by, on) or why_not_keep(text, longest=LONGEST))
    refuse_if(why_not_say(said_by))
    if kind == Finding.What.AGREED:
        refuse_if(policies.why_not_own(review, owner, line(said_by_name), due_on, on))
    else:
        owner, due_on = None, None
    begin(review)
    return Finding.objects.create(
        school_id=review.school_id, review=review, kind=kind, text=text, said_by=said_by,
        said_by_name=line(said_by_name)[:120], audience=audience, owner=owner, due_on=due_on, written_by=by,
        written_at=now(), uuid=uuid or uuids.uuid4())


def why_not_say(said_by: str) -> str:
    return "Say whose words these are." if said_by and said_by not in VOICES else ""


@transaction.atomic
def reword(*, finding: Finding, text: str, revision: int, by: Membership, on: date, due_on: date | None = None,
           **whose: Any) -> Finding:
    """Change what was written down, the day of something agreed, or (`said_by`, `said_by_name`, `owner`) whose it is.
    Raises Conflict where somebody else has first.
    """
    review, text = locked(finding.review), clean(text)
    finding = Finding.objects.select_related("owner").get(pk=finding.pk)
    refuse_if(policies.why_not_find(review, finding.kind, finding.audience, by, on))
    refuse_if(why_not_keep(text, longest=LONGEST))
    wanted = {name: getattr(finding, name) for name in ("said_by", "said_by_name", "owner")} | whose
    wanted["said_by_name"] = line(wanted["said_by_name"])[:120]
    refuse_if(why_not_say(wanted["said_by"]))
    wanted |= {"text": text, "due_on": None}
    if finding.kind == Finding.What.AGREED:
        wanted["due_on"] = due_on or finding.due_on
        refuse_if(policies.why_not_own(review, wanted["owner"], wanted["said_by_name"], wanted["due_on"], on))
    if all(getattr(finding, name) == value for name, value in wanted.items()):
        return finding
    if finding.revision != revision:
        raise Conflict(text, finding)
    wanted |= {"revision": revision + 1, "written_by": by, "written_at": now()}
    for name, value in wanted.items():
        setattr(finding, name, value)
    finding.save(update_fields=list(wanted))
    return finding


@transaction.atomic
def strike(*, finding: Finding, by: Membership, on: date) -> None:
    """Take out a line that should not stand, before the review is concluded."""
    review = locked(finding.review)
    refuse_if(policies.why_not_find(review, finding.kind, finding.audience, by, on))
    Finding.objects.filter(pk=finding.pk).delete()
    record("reviews.finding_struck", by=by, about=review, learner=review.learner)


@transaction.atomic
def judge(*, review: Review, outcome: Outcome, state: str, by: Membership, on: date, words: str = "") -> Judgement:
    """Put a judgement on an outcome. The outcome hears of it when the review is concluded, not before."""
    review, words = locked(review), clean(words)
    refuse_if(policies.why_not_find(review, Finding.What.WORKING, outcome.audience, by, on))
    refuse_if("" if outcome.learner_id == review.learner_id else "Choose one of this learner's own outcomes.")
    refuse_if("" if state in MAY_JUDGE else "Choose how it stands.")
    refuse_if("Say why it is stopped." if state == STOPPED and not words else "")
    refuse_if(why_not_keep(words, longest=2_000) if words else "")
    refuse_if("" if outcome.is_open else "This outcome is closed already. Open it again to judge it.")
    refuse_if("" if by.may(Permission.OUTCOMES_SET) else "Only teachers and the SENCO's team judge outcomes.")
    begin(review)
    judgement, _ = Judgement.objects.update_or_create(review=review, outcome=outcome, defaults={
        "school_id": review.school_id, "state": state, "words": words, "judged_by": by, "judged_at": now()})
    return judgement


@transaction.atomic
def unjudge(*, judgement: Judgement, by: Membership, on: date) -> None:
    """Take a judgement back before the review is concluded."""
    review = locked(judgement.review)
    refuse_if(policies.why_not_change(review, by, on))
    Judgement.objects.filter(pk=judgement.pk).delete()


@transaction.atomic
def note_who_came(*, invitation: Invitation, came: bool | None, by: Membership, on: date,
                  capacity: str = "") -> Invitation:
    """Note whether somebody came (None: not noted), and in what capacity they took part."""
    invitation = held(invitation)
    refuse_if(policies.why_not_change(invitation.review, by, on))
    refuse_if("The meeting has not been held yet." if invitation.review.held_on > on else "")
    refuse_if("" if capacity in {"", *Invitation.Capacity.values} else "Choose in what capacity they took part.")
    invitation.came, invitation.capacity = came, capacity
    invitation.save(update_fields=["came", "capacity"])
    begin(invitation.review)
    return invitation


