"""Contacts and consents: who may be asked in, whose word counts."""

from datetime import date

from goldenthread.learners import ages
from goldenthread.learners.models import Block, Contact, Grant, Learner
from goldenthread.learners.names import fold
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


def may_consent(learner: Learner, on: date) -> list[Contact]:
    """The contacts whose word counts for the learner: with parental responsibility, and not kept from the record."""
    return [contact for contact in learner.contacts.filter(responsibility=True).select_related("member")
            if not is_kept_out(contact, on)]


def is_kept_out(contact: Contact, on: date) -> bool:
    """A block binds the person, so it is found by their account, their e-mail address or their name."""
    users = [block.user for block in
             Block.objects.live(on).filter(learner_id=contact.learner_id).select_related("user")]
    tied = contact.member.user_id if contact.member else None
    return any(user.pk == tied or user.login == contact.email.lower() or fold(user.name) == fold(contact.name)
               for user in users)


def why_nobody_consents(learner: Learner, on: date) -> str:
    """There is no parent or carer to ask for consent, and what to do about it."""
    if photo_giver(learner, on) == "learner" or may_consent(learner, on):
        return ""
    if not learner.contacts.exists():
        return (f"No contacts are recorded for {learner.first}. Add the parent or carer as a contact with parental "
                "responsibility, then note their consent.")
    return (f"None of {learner.first}’s contacts can consent: each is without parental responsibility or kept from "
            "this record. Add or change a contact with parental responsibility first.")


def why_not_consent(learner: Learner, by_whom: str, giver: str, on: date) -> str:
    if not by_whom.strip():
        return "Say who gave consent."
    if giver != photo_giver(learner, on):
        return (f"{learner.first} is 16 or over: their own consent counts." if giver == "family"
                else f"{learner.first} is under 16: a parent or carer's consent counts.")
    said = fold(by_whom)
    if giver == "learner":
        own = {fold(name) for name in (learner.name, learner.first, learner.legal_name)}
        return "" if said in own else f"{learner.first} is 16 or over: only {learner.first} can consent."
    return why_nobody_consents(learner, on) or why_not_their_word(learner, said, on)


def why_not_their_word(learner: Learner, said: str, on: date) -> str:
    """This person's consent does not count; `said` is their name, folded."""
    if said in {fold(contact.name) for contact in may_consent(learner, on)}:
        return ""
    known = [contact for contact in learner.contacts.select_related("member") if fold(contact.name) == said]
    if any(is_kept_out(contact, on) for contact in known):
        return f"{known[0].name} is kept from this record, so their consent does not count."
    who = f"{known[0].name} is" if known else "This person is"
    return (f"{who} not among {learner.first}’s contacts with parental responsibility, so their consent does not "
            "count.")
