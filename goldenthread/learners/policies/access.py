"""Why access may not be given, or somebody not be kept out."""

from datetime import date, timedelta

from goldenthread.learners.models import Block, Contact, Group, Learner
from goldenthread.people.models import Membership
from goldenthread.schools.forms import in_words
from goldenthread.schools.models import AcademicYear

# A piece of work of somebody from outside: long enough for an assessment and its report.
PROFESSIONAL_DAYS = 90


def why_not_grant(member: Membership, learner: Learner | None, group: Group | None, starts_on: date,
                  ends_on: date | None, year: AcademicYear | None, purpose: str) -> str:
    """Give a member access to a learner or a group between two days."""
    target = learner or group
    if target is None or member.school_id != target.school_id:
        return "Access is given to a member of this school, for a learner or group of this school."
    return (why_no_access_for(member, group, purpose) or why_not_until(member, starts_on, ends_on, year)
            or (why_blocked(member, learner, starts_on) or why_not_theirs(member, learner) if learner else ""))


def why_no_access_for(member: Membership, group: Group | None, purpose: str) -> str:
    """Roles that can be given no access, or only to one learner, or only for a purpose."""
    if member.as_role.sees_all:
        return f"{member} sees every learner already, as {member.as_role.title}."
    if member.kind == "oversight":
        return f"{member} sees counts and patterns only, as {member.as_role.title}. Nobody in that role opens a record."
    if group and member.kind in {"family", "learner", "professional"}:
        return f"{member} can be given one learner at a time, not a group."
    if member.kind == "professional" and not purpose:
        return f"Say which piece of work {member} needs to see this learner for."
    return ""


def why_not_theirs(member: Membership, learner: Learner) -> str:
    """A parent or carer sees the children whose contact they are, and a learner sees their own record."""
    if member.kind == "family" and not Contact.objects.filter(learner=learner, member=member).exists():
        return (f"{member} is no contact of {learner.first}’s. A parent or carer is given access under Contacts, by "
                "joining the contact to their account.")
    if member.kind == "learner" and not Learner.objects.filter(pk=learner.pk, account=member).exists():
        return f"{member} has a learner’s account, and it is not {learner.first}’s own."
    return ""


def why_not_until(member: Membership, starts_on: date, ends_on: date | None, year: AcademicYear | None) -> str:
    if ends_on and ends_on < starts_on:
        return "Access cannot end before it begins."
    if member.kind == "staff" and year and (ends_on is None or ends_on > year.ends_on):
        return f"Access for staff ends with the academic year, on {in_words(year.ends_on)} at the latest."
    if member.kind == "professional" and (ends_on is None or ends_on > latest_for_professional(starts_on)):
        return (f"Access for somebody from outside lasts {PROFESSIONAL_DAYS} days at most: until "
                f"{in_words(latest_for_professional(starts_on))}. It can be given again.")
    return ""


def latest_for_professional(starts_on: date) -> date:
    return starts_on + timedelta(days=PROFESSIONAL_DAYS - 1)


def why_blocked(member: Membership, learner: Learner, on: date) -> str:
    if member.user_id is None:
        return ""
    blocked = Block.objects.live(on).filter(learner=learner, user_id=member.user_id).exists()
    return f"{member} is kept from {learner.first}'s record. Lift the block first, if that is right." if blocked else ""
