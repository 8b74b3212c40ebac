"""Why not: the rules of reviews, as sentences. An empty answer means go ahead."""

from datetime import date, datetime, timedelta

from django.db.models import Q

from goldenthread.learners.models import Block, Learner
from goldenthread.learners.policies import Reader, reader_of
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission
from goldenthread.plans.models import Plan
from goldenthread.plans.review_dates import months_after
from goldenthread.plans.templates import LIVE
from goldenthread.reviews.models import AnswerLink, Contribution, Finding, Invitation, Review, Schedule
from goldenthread.reviews.states import CAME_MOVES, COMES_ROUND, DUE_MOVES, MOVES, Came, Due, Kind, State
from goldenthread.schools.forms import in_words

NOT_OPEN = "This learner's record is not open to you."
# A reminder comes at most so often, and so many times.
CHASE_EVERY, CHASES = timedelta(days=3), 3
# What one person may send for one review: more than any form holds, and less than would bury it.
ANSWERS = 100
LINK_OVER = ("This link has ended: it worked until the meeting. What you typed is still on this page. Copy it, and "
             "give it to the school by e-mail, on paper or by telephone.")
# A meeting may be written up after it was held, within the year it belongs to.
LATEST_WRITE_UP = timedelta(days=366)
FURTHEST = timedelta(days=2 * 366)


def why_not_arrange(learner: Learner, by: Membership, on: date) -> str:
    """Plan reviews of a learner, and say when they are due."""
    return why_not_arrange_as(reader_of(by, learner, on))


def why_not_arrange_as(reader: Reader) -> str:
    """As why_not_arrange, for a reader already known: asks the database nothing."""
    if not reader.audiences:
        return NOT_OPEN
    return "" if reader.member.may(Permission.PLAN_ARRANGE) else "Only the SENCO's team can plan a review."


def why_not_read(review: Review, by: Membership, on: date) -> str:
    """Read what a review found. Families and learners read it in the plan that is issued."""
    reader = reader_of(by, review.learner, on)
    if not reader.audiences:
        return NOT_OPEN
    return "" if by.may(Permission.DRAFT_READ) else "What a review agreed stands in the plan that is issued after it."


# -- when ------------------------------------------------------------------------------------------------------------


def why_not_schedule(plan: Plan, kind: str, due_on: date, by: Membership, on: date) -> str:
    """Say when a plan is reviewed."""
    if why := why_not_arrange(plan.learner, by, on):
        return why
    if plan.as_template.kind == LIVE:
        return f"A {plan.as_template.title.lower()} always shows today's record: it is looked at, not reviewed."
    if kind not in COMES_ROUND:
        return "Only termly, annual and personal education plan reviews come round."
    return why_not_day(due_on, on)


def why_not_day(due_on: date | None, on: date) -> str:
    """What is wrong with a day by which something is reviewed."""
    if due_on is None:
        return "Say by when this is reviewed next."
    if due_on <= on:
        return "Choose a day that is still to come."
    return "That is more than two years away. Check the year." if due_on > on + FURTHEST else ""


def why_not_exempt(schedule: Schedule, why: str, by: Membership, on: date) -> str:
    """Say that a plan is not reviewed for now."""
    if no := why_not_arrange(schedule.plan.learner, by, on):
        return no
    if Due.EXEMPT not in DUE_MOVES[schedule.state]:
        return f"This review is already “{Due(schedule.state).label.lower()}”."
    return "" if why.strip() else "Say why this plan is not reviewed for now."


# -- planning --------------------------------------------------------------------------------------------------------


def why_not_plan(learner: Learner, plan: Plan | None, kind: str, held_on: date, chair: Membership, by: Membership,
                 on: date) -> str:
    """Plan a review, or write up one that was held."""
    if why := why_not_arrange(learner, by, on):
        return why
    if kind not in Kind.values:
        return "Choose what the review is for."
    if plan and plan.learner_id != learner.pk:
        return "Choose one of this learner's own plans."
    return why_not_hold(held_on, on) or why_not_chair(learner, chair, on)


def why_not_hold(held_on: date, on: date) -> str:
    """What is wrong with the day of a meeting."""
    if held_on < on - LATEST_WRITE_UP:
        return "That is more than a year ago. Check the year."
    return "That is more than two years away. Check the year." if held_on > on + FURTHEST else ""


def why_not_chair(learner: Learner, chair: Membership, on: date) -> str:
    """Why somebody cannot lead a learner's review: whoever leads it writes down what it finds."""
    if not chair.as_role.staff or not chair.may(Permission.OUTCOMES_SET) or chair.kind == "professional":
        return f"{chair} cannot lead a review, as {chair.as_role.in_a_sentence}. Choose a teacher or the SENCO's team."
    seen = chair.is_live(on) and reader_of(chair, learner, on).audiences
    return "" if seen else f"{chair} cannot see {learner.first}'s record. Give them access first, or choose another."


def why_not_change(review: Review, by: Membership, on: date) -> str:
    """Write in a review that is not over: the SENCO's team, and whoever leads it."""
    return why_not_lead(review, by, on) or why_over(review)


def why_not_lead(review: Review, by: Membership, on: date) -> str:
    """Be among those who run this review, over or not."""
    return why_not_lead_as(reader_of(by, review.learner, on), review)


def why_not_lead_as(reader: Reader, review: Review) -> str:
    """As why_not_lead, for a reader already known: asks the database nothing."""
    if not reader.audiences:
        return NOT_OPEN
    if reader.member.may(Permission.PLAN_ARRANGE) or reader.member.pk == review.chair_id:
        return ""
    return f"Only the SENCO's team and {review.chair}, who leads this review, can do this."


def why_over(review: Review) -> str:
    """Why a review takes no more changes."""
    if review.state == State.CONCLUDED and review.concluded_on:
        return (f"{review.concluded_by_name} concluded this review on {in_words(review.concluded_on)}. A concluded "
                "review stays as it is: write what is new in the record, or plan another review.")
    return "This review was cancelled. Plan another one." if review.state == State.CANCELLED else ""


def why_not_move(review: Review, to: str, by: Membership, on: date) -> str:
    """Open or cancel a review."""
    if why := why_not_change(review, by, on):
        return why
    return "" if to in MOVES[review.state] else f"This review is already “{State(review.state).label.lower()}”."


# -- asking ----------------------------------------------------------------------------------------------------------


def why_not_invite(review: Review, invitation: Invitation, by: Membership, on: date) -> str:
    """Ask somebody (an invitation not yet saved) to a review."""
    if why := why_not_change(review, by, on):
        return why
    if invitation.asked_as not in Invitation.As.values or invitation.route not in Invitation.Route.values:
        return "Choose who they are and how they are asked."
    if not invitation.name:
        return "Say who is asked."
    if invitation.route == Invitation.Route.LINK and not invitation.email:
        return f"Enter {invitation.name}'s e-mail address, or ask them on paper or by phone."
    if invitation.route == Invitation.Route.SIGN_IN and (why := why_not_sign_in(review, invitation.member, on)):
        return why
    return why_kept_out(review, invitation, on) or why_asked_already(review, invitation)


def why_not_sign_in(review: Review, member: Membership | None, on: date) -> str:
    """Why somebody cannot answer by signing in."""
    if member is None or member.school_id != review.school_id:
        return "Choose somebody with an account at this school, or ask them by a link, on paper or by phone."
    if not member.is_live(on) or not reader_of(member, review.learner, on).audiences:
        return f"{member} cannot see {review.learner.first}'s record. Give them access first, or ask another way."
    return ""


def why_kept_out(review: Review, invitation: Invitation, on: date) -> str:
    """A block beats every invitation, however the person is named: by account, as a contact, by address."""
    who = Q(pk__in=[])
    if invitation.member and invitation.member.user_id:
        who |= Q(user=invitation.member.user_id)
    if invitation.contact and invitation.contact.member_id:
        who |= Q(user__memberships=invitation.contact.member_id)
    if invitation.email:
        who |= Q(user__login=invitation.email.lower())
    if not Block.objects.live(on).filter(who, learner=review.learner_id).exists():
        return ""
    return f"{invitation.name} is kept from this record. Lift the block first, if that is right."


def why_asked_already(review: Review, invitation: Invitation) -> str:
    same = Q(pk__in=[])
    if invitation.member_id:
        same |= Q(member=invitation.member_id)
    if invitation.contact_id:
        same |= Q(contact=invitation.contact_id)
    if invitation.email:
        same |= Q(email__iexact=invitation.email)
    asked = Invitation.objects.filter(same, review=review).exclude(pk=invitation.pk)
    return f"{invitation.name} has been asked already." if asked.exists() else ""


def why_not_take_back(invitation: Invitation, by: Membership, on: date) -> str:
    """Ask somebody no longer. Who has answered has answered."""
    if why := why_not_change(invitation.review, by, on):
        return why
    given = invitation.contributions.exists()
    return f"{invitation.name} has answered. What they said stays." if given else ""


def why_not_chase(invitation: Invitation, by: Membership, on: date) -> str:
    """Remind somebody by e-mail."""
    if why := why_not_change(invitation.review, by, on) or why_kept_out(invitation.review, invitation, on):
        return why
    if invitation.answered_on:
        return f"{invitation.name} answered on {in_words(invitation.answered_on)}."
    if invitation.no_reply_on:
        return f"You noted on {in_words(invitation.no_reply_on)} that {invitation.name} did not reply."
    if not address_of(invitation):
        return f"{invitation.name} has no e-mail address here. Ask by phone or on paper."
    if invitation.review.held_on < on:
        return "The meeting is over. Write down what they say when you next speak."
    return why_not_again(invitation, on)


def why_not_again(invitation: Invitation, on: date) -> str:
    """Nobody is pressed every day."""
    last = invitation.chased_on or invitation.asked_on
    if invitation.chased_times >= CHASES:
        return f"{invitation.name} has been reminded {CHASES} times. Ask by phone, or note that there was no reply."
    if on < last + CHASE_EVERY:
        return f"{invitation.name} was last written to on {in_words(last)}. Wait until {in_words(last + CHASE_EVERY)}."
    return ""


def address_of(invitation: Invitation) -> str:
    """Where a letter to this person goes: the account's address for those who sign in, the one given for a link."""
    if invitation.route == Invitation.Route.LINK:
        return invitation.email
    user = invitation.member.user if invitation.member else None
    return user.email if user and invitation.route == Invitation.Route.SIGN_IN else ""


def why_not_no_reply(invitation: Invitation, by: Membership, on: date) -> str:
    """Note that somebody did not reply."""
    if why := why_not_change(invitation.review, by, on):
        return why
    return f"{invitation.name} answered on {in_words(invitation.answered_on)}." if invitation.answered_on else ""


# -- answering -------------------------------------------------------------------------------------------------------


def why_not_answer(invitation: Invitation, on: date) -> str:
    """Why this person can't tell us anything more for this review."""
    if invitation.review.is_over or why_kept_out(invitation.review, invitation, on):
        return LINK_OVER
    if invitation.contributions.count() >= ANSWERS:
        return "You have sent a great deal for this review already. Speak to the school for anything more."
    return ""


def why_not_answer_as(invitation: Invitation, by: Membership, on: date) -> str:
    """Why a member who signed in can't answer this: it must be theirs, and the learner still theirs to see."""
    if invitation.member_id != by.pk:
        return "This was asked of somebody else."
    if not by.is_live(on) or not reader_of(by, invitation.review.learner, on).audiences:
        return NOT_OPEN
    return why_not_answer(invitation, on)


def why_not_use(link: AnswerLink, now: datetime, on: date) -> str:
    """Why a link from a letter opens no form any more."""
    if (link.revoked_at and link.revoked_at <= now) or link.ends_on < on:
        return LINK_OVER
    return why_not_answer(link.invitation, on)


def why_not_answer_for(invitation: Invitation, route: str, by: Membership, on: date) -> str:
    """Type what somebody said on paper or by phone."""
    if why := why_not_lead(invitation.review, by, on):
        return why
    if invitation.review.state == State.CANCELLED:
        return why_over(invitation.review)
    if route not in {Invitation.Route.PAPER, Invitation.Route.PHONE}:
        return "Say whether this came on paper or by phone."
    return "" if invitation.contributions.count() < ANSWERS else "There is a great deal here already."


def why_not_decide(contribution: Contribution, to: str, by: Membership, on: date) -> str:
    """Take what somebody told us into the record, or set it aside. What comes late can be taken in afterwards."""
    if why := why_not_lead(contribution.review, by, on):
        return why
    if to in CAME_MOVES[contribution.state]:
        return ""
    return f"This is already “{Came(contribution.state).label.lower()}”."


# -- the meeting -----------------------------------------------------------------------------------------------------


def why_not_find(review: Review, kind: str, audience: str, by: Membership, on: date) -> str:
    """Write down something a review found."""
    if why := why_not_change(review, by, on):
        return why
    if kind not in Finding.What.values:
        return "Choose under which heading this goes."
    if not reader_of(by, review.learner, on).may_read(audience):
        return "You cannot write what you could not read yourself."
    return "The meeting has not been held yet." if review.held_on > on else ""


def why_not_own(review: Review, owner: Membership | None, name: str, due_on: date | None, on: date) -> str:
    """Why something cannot be agreed to by this person, for this day."""
    if due_on is None or due_on < on:
        return "Say by when it will be done, a day to come."
    if owner is None:
        return "" if name else "Say who will do it."
    seen = owner.school_id == review.school_id and owner.is_live(on) and reader_of(owner, review.learner, on).audiences
    return "" if seen else f"{owner} cannot see {review.learner.first}'s record. Give access first, or choose another."


def why_not_conclude(review: Review, by: Membership, on: date, next_on: date | None) -> str:
    """Conclude a review: who came is noted, something was found, and the next is set."""
    if why := why_not_change(review, by, on):
        return why
    if review.held_on > on:
        return f"The meeting is on {in_words(review.held_on)}. It can be concluded on that day."
    if not review.invitations.filter(came=True).exists():
        return "Note who came first."
    if not review.findings.exists() and not review.judgements.exists():
        return "Write down what the meeting found first: what is working, or what happens next."
    return why_not_next(review, on, next_on) or why_late(review, on)


def why_not_next(review: Review, on: date, next_on: date | None) -> str:
    """What is wrong with the day of the next review."""
    if next_on is None:
        return "Say by when this is reviewed next." if must_come_round(review) else ""
    if why := why_not_day(next_on, on):
        return why
    latest = months_after(review.held_on, 12)
    if review.kind == Kind.ANNUAL and next_on > latest:
        return f"An annual review is held within 12 months of the one before: by {in_words(latest)}."
    return ""


def must_come_round(review: Review) -> bool:
    """Whether another review follows this one by itself: its plan's schedule, unless that is exempt."""
    if review.plan is None or review.kind not in COMES_ROUND:
        return False
    last = review.plan.schedules.filter(kind=review.kind).order_by("-pk").first()
    return last is None or last.state != Due.EXEMPT


def why_late(review: Review, on: date) -> str:
    """Something that was agreed has a day that has gone by while the review waited to be concluded."""
    late = review.findings.filter(due_on__lt=on).first()
    if late is None or late.due_on is None:
        return ""
    return f"“{late.text[:60]}” was to be done by {in_words(late.due_on)}, which has passed. Give it a day to come."
