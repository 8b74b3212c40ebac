"""Why not: asking people for their view, and reminding them."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from goldenthread.learners.models import Block
from goldenthread.learners.names import fold
from goldenthread.learners.policies import reader_of
from goldenthread.people.models import Mail, Membership
from goldenthread.reviews.models import Invitation, Review
from goldenthread.reviews.policies.planning import why_not_change
from goldenthread.schools.forms import in_words

# Who was asked and is so still, or has answered: an invitation that was answered stands, whatever comes after.
STANDS = Q(taken_back_on=None) | Q(answered_on__isnull=False)
# A reminder comes at most so often, and so many times.
CHASE_EVERY, CHASES = timedelta(days=3), 3


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
    """A block beats every invitation, however the person is named: by account, as a contact, by address, or by name
    alone where no account is asked.
    """
    kept = Block.objects.live(on).filter(learner=review.learner_id)
    names = {fold(name) for both in kept.values_list("user__name", "user__memberships__name") for name in both if name}
    if not names:
        return ""
    who = Q(pk__in=[])
    if invitation.member and invitation.member.user_id:
        who |= Q(user=invitation.member.user_id)
    if invitation.contact and invitation.contact.member_id:
        who |= Q(user__memberships=invitation.contact.member_id)
    if invitation.email:
        who |= Q(user__login=invitation.email.lower())
    if kept.filter(who).exists():
        return f"{invitation.name} is kept from this record. Lift the block first, if that is right."
    if invitation.member is None and fold(invitation.name) in names:
        return (f"Somebody called {invitation.name} is kept from this record. If you mean somebody else, write their "
                "name so that the two differ.")
    return ""


def same_person(review: Review, invitation: Invitation) -> QuerySet[Invitation]:
    """The other invitations to a review of whoever this one is of: by account, as a contact, by address."""
    same = Q(pk__in=[])
    if invitation.member_id:
        same |= Q(member=invitation.member_id)
    if invitation.contact_id:
        same |= Q(contact=invitation.contact_id)
    if invitation.email:
        same |= Q(email__iexact=invitation.email)
    return Invitation.objects.filter(same, review=review).exclude(pk=invitation.pk)


def why_asked_already(review: Review, invitation: Invitation) -> str:
    asked = same_person(review, invitation).filter(STANDS)
    return f"{invitation.name} has been asked already." if asked.exists() else ""


def why_not_take_back(invitation: Invitation, by: Membership, on: date) -> str:
    """Ask somebody no longer, whether they have answered or not: a letter may be in the wrong hands."""
    return why_not_change(invitation.review, by, on)


def why_not_ask_again(invitation: Invitation, by: Membership, on: date) -> str:
    """Ask somebody who was asked no longer."""
    if why := why_not_change(invitation.review, by, on) or why_kept_out(invitation.review, invitation, on):
        return why
    if invitation.route == Invitation.Route.SIGN_IN and (
            why := why_not_sign_in(invitation.review, invitation.member, on)):
        return why
    return why_asked_already(invitation.review, invitation)


def was_written_to(invitation: Invitation) -> bool:
    """Whether a letter that asks has reached them: who never got one is not written to that nothing is asked."""
    letters = Mail.objects.filter(key__startswith=f"review-asked:{invitation.uuid}:", sent_at__isnull=False)
    return bool(address_of(invitation)) and letters.exists()


def why_not_chase(invitation: Invitation, by: Membership, on: date) -> str:
    """Remind somebody by e-mail."""
    if why := why_not_change(invitation.review, by, on) or why_kept_out(invitation.review, invitation, on):
        return why
    if why := why_not_waited_for(invitation):
        return why
    if not address_of(invitation):
        return f"{invitation.name} has no e-mail address here. Ask by phone or on paper."
    if invitation.review.held_on < on:
        return "The meeting is over. Write down what they say when you next speak."
    return why_not_again(invitation, on)


def why_not_waited_for(invitation: Invitation) -> str:
    if invitation.taken_back_on:
        return f"{invitation.name} is asked no longer. Ask them again first."
    if invitation.answered_on:
        return f"{invitation.name} answered on {in_words(invitation.answered_on)}."
    if invitation.no_reply_on:
        return f"You noted on {in_words(invitation.no_reply_on)} that {invitation.name} did not reply."
    return ""


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
