"""Whom a review can ask: those the school knows, as what, and by which route first."""

from datetime import date

from django.db.models import QuerySet

from goldenthread.learners.managers import live
from goldenthread.learners.models import Block, Learner
from goldenthread.learners.queries import who_sees, who_sees_everybody
from goldenthread.people.models import Membership
from goldenthread.people.roles import ROLES
from goldenthread.reviews.clocks.rights import have_passed
from goldenthread.reviews.forms import Known
from goldenthread.reviews.meetings import Seat
from goldenthread.reviews.models import Invitation, Review
from goldenthread.reviews.policies import STANDS

AS = {"staff": Invitation.As.TEACHER, "senco": Invitation.As.TEACHER, "professional": Invitation.As.PROFESSIONAL,
      "family": Invitation.As.FAMILY, "learner": Invitation.As.LEARNER}


def known(review: Review, on: date) -> dict[str, Known]:
    """Everybody who could be asked and has not been: the learner, contacts, those who see the learner, and the
    professionals who work with the school.
    """
    learner = review.learner
    found: dict[str, Known] = {"learner": Known(learner.name, f"{learner.first}, the learner", Invitation.As.LEARNER,
                                                learner.account)}
    kept_out = {way.grant.member_id for way in who_sees(learner, on) if way.blocked}
    for contact in learner.contacts.select_related("member__user"):
        if contact.member_id not in kept_out:
            found[f"contact-{contact.pk}"] = Known(contact.name, f"{contact.name}, {contact.kinship or 'family'}",
                                                   Invitation.As.FAMILY, contact.member, contact)
    contacts = {each.member.pk for each in found.values() if each.member}
    for member in members(learner, on):
        if member.pk not in contacts:
            found[f"member-{member.pk}"] = Known(member.name, f"{member.name}, {member.as_role.title}",
                                                 AS[member.kind], member)
    for member in professionals(learner, on):
        found.setdefault(f"member-{member.pk}", Known(
            member.name, f"{member.name}, {member.as_role.title} (does not see {learner.first}’s record)",
            Invitation.As.PROFESSIONAL, member))
    asked = review.invitations.filter(STANDS).values_list("member", "contact", "asked_as")
    gone: set[tuple[str, int | None]] = {("m", member) for member, _, _ in asked}
    gone |= {("c", contact) for _, contact, _ in asked}
    here = {as_ for _, _, as_ in asked}
    return {key: each for key, each in found.items() if not is_asked(each, gone, here)}


def sit_as(seat: Seat, review: Review, people: dict[str, Known]) -> list[str]:
    """Of those who could be asked, who sits as one of those whom the law names: for the family's place those with
    parental responsibility, or the young person once decisions are theirs.
    """
    if seat.counts_grown and have_passed(review.learner.dob, review.held_on):
        return [key for key, each in people.items() if each.asked_as in seat.counts_grown]
    return [key for key, each in people.items()
            if each.asked_as in seat.counts and each.contact and each.contact.responsibility]


def is_asked(known: Known, gone: set[tuple[str, int | None]], here: set[str]) -> bool:
    if known.asked_as == Invitation.As.LEARNER:
        return Invitation.As.LEARNER in here
    of_member, of_contact = ("m", known.member and known.member.pk), ("c", known.contact and known.contact.pk)
    return (of_member[1] is not None and of_member in gone) or (of_contact[1] is not None and of_contact in gone)


def members(learner: Learner, on: date) -> list[Membership]:
    """Those who see the learner today, by a grant or by their role; without those kept out."""
    ways = [way.grant.member for way in who_sees(learner, on) if not way.blocked and way.grant.starts_on <= on]
    return list({each.pk: each for each in [*ways, *who_sees_everybody(learner, on)]}.values())


def professionals(learner: Learner, on: date) -> QuerySet[Membership]:
    """The professionals with an account at the school, but for those kept from this learner."""
    blocked = Block.objects.live(on).filter(learner=learner).values("user")
    roles = [key for key, role in ROLES.items() if role.kind == "professional"]
    there = Membership.objects.filter(live(on), school_id=learner.school_id, role__in=roles).select_related("user")
    return there.exclude(user__in=blocked).order_by("name", "pk")


def chairs(learner: Learner, on: date) -> list[int]:
    """Who can lead a review of this learner."""
    return [each.pk for each in members(learner, on) if each.kind in {"staff", "senco"}]
