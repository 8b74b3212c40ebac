"""What the operator does: schools opened, support teams made, people put in charge. Nothing here shows a learner."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from goldenthread.audit.operations import record
from goldenthread.audit.refusals import refuse_if
from goldenthread.people import hands, policies
from goldenthread.people.hands import Hand
from goldenthread.people.models import Link, User
from goldenthread.people.operations.invitations import Invited, invite
from goldenthread.people.operations.links import PASSWORD_LIFE
from goldenthread.people.operations.mail import link_to, send_mail_later
from goldenthread.people.passwords import digest, token
from goldenthread.schools.models import School, SupportTeam
from goldenthread.schools.operations import open_school


@transaction.atomic
def create_operator(*, email: str, name: str, now: datetime) -> str:
    """An account that runs the site, and the address that opens it once within 30 minutes, for the console alone."""
    email = email.strip().lower()
    user, new = User.objects.get_or_create(login=email, defaults={"email": email, "name": name})
    if new:
        user.set_password(None)
    user.is_operator = True
    user.save(update_fields=["password", "is_operator"])
    Link.objects.filter(user=user, purpose=Link.Purpose.PASSWORD, used_at=None).delete()
    secret = token()
    Link.objects.create(user=user, purpose=Link.Purpose.PASSWORD, digest=digest(secret), opens_at=now,
                        ends_at=now + PASSWORD_LIFE)
    record("people.operator_made", by=Hand("The console", "console"), about=user, name=name)
    return link_to("people:password-link", secret)


@transaction.atomic
def open_new_school(*, user: User, slug: str, name: str, phase: str, on: date, la: str = "", estab: str = "",
                    urn: str = "", support: SupportTeam | None = None) -> School:
    """A school with its current year. It is empty until its first SENCO admin is invited."""
    refuse_if(policies.why_not_operate(user))
    refuse_if("There already is a school with this short name." if School.objects.filter(slug=slug).exists() else "")
    school = open_school(slug=slug, name=name, phase=phase, on=on, la=la, estab=estab, urn=urn, support=support)
    record("people.school_opened", by=hands.operator(user, school), about=school, name=name)
    return school


def invite_first_admin(*, user: User, school: School, name: str, email: str, now: datetime) -> Invited:
    """Ask somebody to be SENCO admin of a school; from then on the school looks after itself."""
    refuse_if(policies.why_not_operate(user))
    return invite(school=school, role="senco_admin", name=name, email=email, by=hands.operator(user, school), now=now)


@transaction.atomic
def make_team(*, user: User, name: str) -> SupportTeam:
    refuse_if(policies.why_not_operate(user))
    refuse_if("There already is a team of this name." if SupportTeam.objects.filter(name=name).exists() else "")
    team = SupportTeam.objects.create(name=name)
    record("people.team_made", by=hands.operator(user), about=team, name=name)
    return team


@transaction.atomic
def give_team(*, user: User, school: School, team: SupportTeam | None) -> None:
    """Which team helps a school; the team before loses sight of it at once."""
    refuse_if(policies.why_not_operate(user))
    School.objects.filter(pk=school.pk).update(support=team)
    record("people.team_given", by=hands.operator(user, school), about=school, team=team.name if team else "")


@transaction.atomic
def add_supporter(*, user: User, team: SupportTeam, name: str, email: str, now: datetime) -> User:
    """Somebody works in a support team. They choose a password by the way of forgotten ones."""
    refuse_if(policies.why_not_operate(user))
    email = email.strip().lower()
    who, new = User.objects.get_or_create(login=email, defaults={"email": email, "name": name})
    if new:
        who.set_password(None)
    who.support = team
    who.save(update_fields=["password", "support"])
    send_mail_later(to=email, template="people/mail/supporter.txt", now=now, key=f"supporter:{who.pk}:{team.pk}:{now}",
                    context={"name": name, "address": policies.site("/password/forgotten/")})
    record("people.supporter_added", by=hands.operator(user), about=who, name=name, team=team.name)
    return who


@transaction.atomic
def remove_supporter(*, user: User, who: User) -> None:
    refuse_if(policies.why_not_operate(user))
    User.objects.filter(pk=who.pk).update(support=None, session_epoch=F("session_epoch") + 1)
    record("people.supporter_removed", by=hands.operator(user), about=who, name=who.name)
