"""Who may read what about a learner, and why something may not be done. Everything that shows a record asks here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from goldenthread.learners import ages, numbers
from goldenthread.learners.audiences import READS
from goldenthread.learners.codes import ENROLMENT, NC_YEARS, SEN_TYPES, SEXES, STAGES
from goldenthread.learners.models import Block, Contact, Enrolment, Grant, Group, Learner, StageSpell
from goldenthread.learners.names import BadName, clean
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission
from goldenthread.schools.forms import in_words
from goldenthread.schools.models import AcademicYear

# A piece of work of somebody from outside: long enough for an assessment and its report.
PROFESSIONAL_DAYS = 90


@dataclass(frozen=True)
class Reader:
    """A member as a reader of one learner's record on a date: `kind` and the audiences it may read."""

    member: Membership
    learner: Learner
    kind: str
    audiences: frozenset[str]

    def may_read(self, audience: str) -> bool:
        return audience in self.audiences


def audiences_for(kind: str) -> frozenset[str]:
    """What a kind of role may read of a learner who is theirs to see."""
    return READS[kind]


def reader_of(member: Membership, learner: Learner, on: date) -> Reader:
    """The member as a reader of the learner; reads nothing where the learner is not theirs to see."""
    seen = Learner.objects.visible_to(member, on).filter(pk=learner.pk).exists()
    return reader_who_sees(member, learner) if seen else Reader(member, learner, member.kind, frozenset())


def reader_who_sees(member: Membership, learner: Learner) -> Reader:
    """As reader_of, for a learner already taken from `visible_to(member)`: asks the database nothing."""
    return Reader(member, learner, member.kind, READS[member.kind])


def may_read(member: Membership, learner: Learner, audience: str, on: date) -> bool:
    """May this member read a thing with this audience in this learner's record on this date?"""
    return reader_of(member, learner, on).may_read(audience)


# --- who


def why_not_manage(by: Membership, school_id: int) -> str:
    """Add learners, groups and what belongs to them."""
    if by.school_id != school_id or not by.may(Permission.LEARNERS_MANAGE):
        return "Only the SENCO's team of this school can add learners or change their details."
    return ""


def why_not_change(learner: Learner, by: Membership, on: date) -> str:
    """Change what is held about one learner, who must also be theirs to see: a block stops a SENCO too."""
    if sentence := why_not_manage(by, learner.school_id):
        return sentence
    return why_out_of_sight(learner, by, on)


def why_not_open(learner: Learner, by: Membership, on: date) -> str:
    """Decide who sees one learner."""
    if sentence := why_not_say_who_sees(by, learner.school_id):
        return sentence
    return why_out_of_sight(learner, by, on)


def why_not_say_who_sees(by: Membership, school_id: int) -> str:
    if by.school_id != school_id or not by.may(Permission.ACCESS_MANAGE):
        return "Only the SENCO's team of this school can say who sees a learner."
    return ""


def why_out_of_sight(learner: Learner, by: Membership, on: date) -> str:
    seen = Learner.objects.visible_to(by, on).filter(pk=learner.pk).exists()
    return "" if seen else "This learner is not yours to see."


# --- what a learner is


def why_not_be(learner: Learner, on: date) -> str:
    """What is wrong with a learner's details, the first thing found. The UPN's check letter only ever warns."""
    return (why_no_name(learner) or ages.why_odd(learner.dob, on) or why_not_upn(learner.upn)
            or why_not_codes(learner.sex, learner.uln))


def why_no_name(learner: Learner) -> str:
    try:
        for name in (learner.legal_first, learner.legal_last, learner.preferred_first, learner.preferred_last):
            clean(name)
    except BadName as bad:
        return str(bad)
    return "" if learner.name else "Enter a name. One name is enough for those who have only one."


def why_not_upn(upn: str) -> str:
    if upn and not numbers.upn_kind(upn):
        return numbers.upn_warning(upn)
    return ""


def why_not_codes(sex: str, uln: str) -> str:
    if sex not in SEXES:
        return "Sex is F, M, or U for not known."
    if uln and not numbers.ULN.fullmatch(uln):
        return "A ULN has ten figures, the first not 0."
    return ""


def why_not_year(nc_year: str, status: str = "C") -> str:
    if nc_year not in NC_YEARS:
        return f"There is no year group “{nc_year}”. Year groups are E1, E2, N1, N2, R, 1 to 20, X and M."
    return "" if status in ENROLMENT else f"There is no enrolment status “{status}”."


def why_not_stage(stage: str, starts_on: date, opened: StageSpell | None, on: date) -> str:
    """Begin a stage on a day, after the one that holds."""
    if stage not in STAGES:
        return "The stage is N, K or E."
    if starts_on > on:
        return "A stage cannot begin in the future. Come back on the day."
    if opened and starts_on < opened.starts_on:
        return f"The stage before began on {in_words(opened.starts_on)}. This one cannot begin before it."
    return ""


def why_not_start(starts_on: date, before: StageSpell | None, on: date) -> str:
    """Correct the first day of the stage that holds."""
    if starts_on > on:
        return "A stage cannot begin in the future. Come back on the day."
    if before and before.ends_on and starts_on <= before.ends_on:
        return f"The stage before lasted until {in_words(before.ends_on)}. This one begins after it."
    return ""


def why_not_needs(types: Iterable[str]) -> str:
    wrong = [type_ for type_ in types if type_ not in SEN_TYPES]
    return f"There is no type of need “{wrong[0]}”." if wrong else ""


def why_not_upn_for(learner: Learner, upn: str, again: str) -> str:
    """Give a learner another UPN: in form, typed the same twice, and nobody else's here."""
    if sentence := why_not_upn(upn):
        return sentence
    if upn != again:
        return "The two UPNs are not the same. Type the new UPN once more, reading it from the source."
    return upn_taken(learner, upn)


def upn_taken(learner: Learner, upn: str) -> str:
    """Whose UPN this is already, in a sentence; empty where it is free at this school."""
    other = Learner.objects.filter(school_id=learner.school_id, upn=upn).exclude(pk=learner.pk).first() if upn else None
    return f"{upn} is already the UPN of {other.name}, born {in_words(other.dob)}." if other else ""


def why_stale(learner: Learner, revision: int | None) -> str:
    if revision is not None and revision != learner.revision:
        return ("Somebody else changed these details while you had them open. Look at theirs, "
                "then make your change again.")
    return ""


# --- who may see them


def why_not_grant(member: Membership, learner: Learner | None, group: Group | None, starts_on: date,
                  ends_on: date | None, year: AcademicYear | None, purpose: str) -> str:
    """Give a member access to a learner or a group between two days."""
    target = learner or group
    if target is None or member.school_id != target.school_id:
        return "Access is given to a member of this school, for a learner or group of this school."
    return (why_no_access_for(member, group, purpose) or why_not_until(member, starts_on, ends_on, year)
            or (why_blocked(member, learner, starts_on) if learner else ""))


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


def why_not_block(member: Membership, learner: Learner, by: Membership, basis: str, agreed_with: str, on: date,
                  ends_on: date | None = None) -> str:
    """Keep a person from a learner. Equal access is the rule for a family: keeping one out takes two to decide."""
    if member.school_id != learner.school_id or member.user_id is None:
        return "Choose a member of this school."
    if member.user_id == by.user_id:
        return "You cannot block yourself. Ask a colleague."
    if not basis.strip():
        return "Say what the block rests on, such as the date and kind of a court order."
    if ends_on and ends_on < on:
        return "A block cannot end before it begins."
    if member.kind == "family" and agreed_with.strip().casefold() in {"", by.name.casefold()}:
        return ("Nobody decides this alone. Name the second person who agreed, such as the head or the "
                "safeguarding lead.")
    return ""


def why_not_lift(block: Block, by: Membership) -> str:
    if block.user_id == by.user_id:
        return "Somebody else must lift a block on you."
    return ""


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


def why_not_leave(place: Enrolment | None, left_on: date) -> str:
    if place is None:
        return "This learner has no place in the current year."
    if place.entered_on and left_on < place.entered_on:
        return f"They came on {in_words(place.entered_on)}. They cannot leave before that."
    return ""


def why_not_remove(contact: Contact, on: date) -> str:
    if contact.member_id and Grant.objects.live(on).filter(member_id=contact.member_id,
                                                           learner_id=contact.learner_id).exists():
        return f"{contact.name} sees this record. End that first, on the page Access."
    return ""
