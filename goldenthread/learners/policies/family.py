"""Contacts and consents: who may be asked in, whose word counts."""

from datetime import date

from goldenthread.learners import ages
from goldenthread.learners.models import Block, Contact, Grant, Learner
from goldenthread.people.models import Membership


def why_not_ask_in(contact: Contact, on: date) -> str:
    """Invite a contact to an account of their own."""
    if contact.member_id:
        return f"{contact.name} has an account already."
    if not contact.email:
        return f"Enter {contact.name}'s e-mail address first. Without one they read on paper."
    blocked = Block.objects.live(on).filter(learner_id=contact.learner_id, user__login=contact.email.lower())
    if blocked.exists():
        return f"{contact.name} is kept from this record. Lift the block first, if that is right."
    return ""


def why_not_tie(contact: Contact, member: Membership) -> str:
    """Join a contact to the account of the same person."""
    if member.school_id != contact.school_id or member.kind != "family":
        return "Only a parent or carer's account at this school can be joined to a contact."
    if contact.member_id and contact.member_id != member.pk:
        return f"{contact.name} has an account already. Two people never share one."
    other = Contact.objects.filter(learner_id=contact.learner_id, member=member).exclude(pk=contact.pk).first()
    return f"This account is {other.name}'s. Two people never share one." if other else ""


def why_not_remove(contact: Contact, on: date) -> str:
    if contact.member_id and Grant.objects.live(on).filter(member_id=contact.member_id,
                                                           learner_id=contact.learner_id).exists():
        return f"{contact.name} sees this record. End that first, on the page Access."
    return ""


def why_no_photo(learner: Learner, on: date) -> str:
    """Put up a photo: only while the right person's consent holds."""
    given = learner.consents.filter(kind="photo").first()
    giver = photo_giver(learner, on)
    if given is None or not given.given or given.giver != giver:
        whose = "the learner’s own" if giver == "learner" else "a parent or carer’s"
        return f"Record {whose} consent to a photo first."
    return ""


def photo_giver(learner: Learner, on: date) -> str:
    """Whose consent to a photo counts on a date."""
    return "learner" if ages.age(learner.dob, on) >= ages.CONSENTS_FOR_ONESELF else "family"


def why_not_consent(learner: Learner, by_whom: str, giver: str, on: date) -> str:
    if not by_whom.strip():
        return "Say who gave consent."
    if giver != photo_giver(learner, on):
        return (f"{learner.first} is 16 or over: their own consent counts." if giver == "family"
                else f"{learner.first} is under 16: a parent or carer's consent counts.")
    return ""
