"""Reading about people: pages about who works at a school, and what a person may see of their own account."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from goldenthread.audit.models import Event
from goldenthread.people import policies
from goldenthread.people.models import Invitation, Knock, Mail, Membership, User
from goldenthread.people.throttle import account_key, left_to_wait
from goldenthread.schools.models import School, SupportTeam


@dataclass(frozen=True)
class Given:
    """A password that somebody handed over."""

    by: str
    at: datetime


def password_given(user: User) -> Given | None:
    """Who gave this learner the password they are about to replace, so that they see it was not them."""
    mine = user.memberships.all()
    event = Event.objects.filter(school_id__in=mine.values("school"), about="people.membership",
                                 about_id__in=mine.values("pk"),
                                 kind__in=["people.password_given", "people.spare_given"]).order_by("-at").first()
    return Given(event.by_name, event.at) if event and user.must_change_password else None


def members(school: School, on: date, words: str = "", which: str = "staff") -> QuerySet[Membership]:
    """The school's people who are or will be here: staff, family or learners, by name."""
    found = Membership.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), school=school).exclude(role="system")
    groups = {"family": Q(role="parent"), "learners": Q(role="learner")}
    found = found.filter(groups[which]) if which in groups else found.exclude(role__in=["parent", "learner"])
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(user__login__icontains=word))
    return found.select_related("user").order_by("name", "pk")


def counts(school: School, on: date) -> dict[str, int]:
    """How many of each group of people."""
    here = Q(ends_on=None) | Q(ends_on__gte=on)
    return Membership.objects.filter(here, school=school).exclude(role="system").aggregate(
        staff=Count("pk", filter=~Q(role__in=["parent", "learner"])),
        family=Count("pk", filter=Q(role="parent")), learners=Count("pk", filter=Q(role="learner")))


def open_invitations(school: School, now: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(school=school, accepted_at=None, withdrawn_at=None, ends_at__gt=now)


def delay(user: User, now: datetime) -> timedelta:
    """How long strange devices have to wait before they may try this account's password."""
    knock = Knock.objects.filter(key=account_key(user.login, "")).first()
    return left_to_wait(knock, now) if knock else timedelta()


@dataclass(frozen=True)
class SchoolLine:
    """A school as the operator and its support team see it: who to speak to, and no learner."""

    school: School
    admins: list[Membership]
    invited: list[Invitation]


def school_lines(now: datetime, team: SupportTeam | None = None) -> list[SchoolLine]:
    """Every school, or those of a support team, with its SENCO admins; three statements however many there are."""
    schools = School.objects.select_related("support").order_by("name")
    if team is not None:
        schools = schools.filter(support=team)
    admins: dict[int, list[Membership]] = {}
    for member in Membership.objects.filter(policies.live(now.date()), role="senco_admin", school__in=schools,
                                            user__is_active=True).select_related("user"):
        admins.setdefault(member.school_id, []).append(member)
    invited: dict[int, list[Invitation]] = {}
    for invitation in Invitation.objects.filter(school__in=schools, role="senco_admin", accepted_at=None,
                                                withdrawn_at=None, ends_at__gt=now):
        invited.setdefault(invitation.school_id, []).append(invitation)
    return [SchoolLine(school, admins.get(school.pk, []), invited.get(school.pk, [])) for school in schools]


def mail_in_trouble() -> QuerySet[Mail]:
    """Letters that could not be sent, newest first."""
    return Mail.objects.exclude(trouble="").filter(sent_at=None).order_by("-made_at", "-pk")


def teams() -> QuerySet[SupportTeam]:
    return SupportTeam.objects.prefetch_related("people", "schools").order_by(F("name"))
