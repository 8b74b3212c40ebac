"""Who sees whom, and until when. Grants end by themselves; blocks beat them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from goldenthread.audit.operations import record, record_many
from goldenthread.audit.refusals import Refused, refuse_if
from goldenthread.learners import policies
from goldenthread.learners.models import Grant, Group, Learner
from goldenthread.learners.operations.spells import close
from goldenthread.people.models import Membership
from goldenthread.people.operations import end_sessions, open_account
from goldenthread.schools.models import AcademicYear
from goldenthread.schools.queries import current_year, year_at

BASES = {"staff": Grant.Basis.TEACHES, "family": Grant.Basis.FAMILY, "professional": Grant.Basis.PROFESSIONAL,
         "learner": Grant.Basis.OWN}


@dataclass(frozen=True)
class Terms:
    """From when, until when and in which academic year access holds."""

    starts_on: date
    ends_on: date | None
    year: AcademicYear | None


def grant(*, member: Membership, by: Membership, on: date, learner: Learner | None = None, group: Group | None = None,
          starts_on: date | None = None, ends_on: date | None = None, year: AcademicYear | None = None,
          purpose: str = "", basis: str = "") -> Grant:
    """Give a member access to a learner or a group. As grant_many, for one."""
    return grant_many(member=member, learners=[learner] if learner else [], groups=[group] if group else [], by=by,
                      on=on, starts_on=starts_on, ends_on=ends_on, year=year, purpose=purpose, basis=basis)[0]


@transaction.atomic
def grant_many(*, member: Membership, by: Membership, on: date, learners: Sequence[Learner] = (),
               groups: Sequence[Group] = (), starts_on: date | None = None, ends_on: date | None = None,
               year: AcademicYear | None = None, purpose: str = "", basis: str = "") -> list[Grant]:
    """Give a member access to learners and groups, all or none.

    Staff's access is for an academic year (the current one; give `year` in July for the next) and ends with it, a
    professional's ends after 90 days, family's stays. The same access given again is the same access.
    """
    refuse_if(why_not_give(member, learners, groups, by, on))
    terms = terms_for(member, on, starts_on, ends_on, year)
    refuse_if(next(filter(None, (
        policies.why_not_grant(member, learner, group, terms.starts_on, terms.ends_on, terms.year, purpose)
        for learner, group in targets(learners, groups))), ""))
    Membership.objects.select_for_update().get(pk=member.pk)
    held = {(held.learner_id, held.group_id): held for held in covering(member, terms)}
    grants = [
        held.get((learner.pk if learner else None, group.pk if group else None)) or Grant(
            school_id=member.school_id, member=member, learner=learner, group=group, year=terms.year,
            basis=basis or default_basis(member), purpose=purpose, given_by=by,
            starts_on=terms.starts_on, ends_on=terms.ends_on)
        for learner, group in targets(learners, groups)]
    new = [given for given in grants if given.pk is None]
    Grant.objects.bulk_create(new)
    record_many("learners.access_given", by=by, about=[(given, given.learner, told(given)) for given in new])
    return grants


def targets(learners: Sequence[Learner], groups: Sequence[Group]) -> list[tuple[Learner | None, Group | None]]:
    return [(learner, None) for learner in learners] + [(None, group) for group in groups]


def why_not_give(member: Membership, learners: Sequence[Learner], groups: Sequence[Group], by: Membership,
                 on: date) -> str:
    if not learners and not groups:
        return "Choose the learner or group to give access to."
    if learners:
        wanted = {learner.pk for learner in learners}
        if Learner.objects.visible_to(by, on).filter(pk__in=wanted).count() != len(wanted):
            return "This learner is not yours to see."
    return policies.why_not_say_who_sees(by, member.school_id)


def default_basis(member: Membership) -> str:
    return Grant.Basis.DESIGNATED if member.role == "designated_teacher" else BASES[member.kind]


def terms_for(member: Membership, on: date, starts_on: date | None, ends_on: date | None,
              year: AcademicYear | None) -> Terms:
    """What holds where nothing else was said."""
    if member.kind != "staff":
        starts_on = starts_on or on
        outside = member.kind == "professional"
        return Terms(starts_on, ends_on or (policies.latest_for_professional(starts_on) if outside else None), None)
    year = year or year_at(member.school, starts_on or on) or current_year(member.school)
    return Terms(starts_on or max(on, year.starts_on), ends_on or year.ends_on, year)


def covering(member: Membership, terms: Terms) -> list[Grant]:
    """The member's grants that hold all through these days already."""
    grants = Grant.objects.filter(member=member, starts_on__lte=terms.starts_on).not_over(terms.ends_on or date.max)
    return [given for given in grants if given.ends_on is None or terms.ends_on is not None]


def told(given: Grant) -> dict[str, str]:
    return {"member": given.member.name, "group": given.group.name if given.group else "", "basis": given.basis,
            "starts_on": given.starts_on.isoformat(), "ends_on": given.ends_on.isoformat() if given.ends_on else ""}


@transaction.atomic
def end_grant(*, grant: Grant, by: Membership, on: date) -> None:
    """End access from this moment; a parent or carer is signed out as well, wherever they are."""
    given = Grant.objects.select_for_update(of=("self",)).select_related("member__user", "learner", "group").get(
        pk=grant.pk)
    refuse_if(policies.why_not_open(given.learner, by, on) if given.learner
              else policies.why_not_say_who_sees(by, given.school_id))
    if given.ends_on and given.ends_on < on:
        return
    close(Grant.objects.filter(pk=given.pk), on)
    if given.member.kind == "family":
        end_sessions(user=given.member.person)
    record("learners.access_ended", by=by, about=given, learner=given.learner, **told(given))


@transaction.atomic
def open_learner_account(*, learner: Learner, by: Membership, on: date, username: str = "",
                         password: str | None = None) -> Membership:
    """The learner's own way in, to their own record alone; the one they have where they have one."""
    refuse_if(policies.why_not_open(learner, by, on))
    # Without the account: PostgreSQL, having waited for the row, would not find one opened meanwhile.
    learner = Learner.objects.select_for_update(of=("self",)).select_related("school").get(pk=learner.pk)
    if learner.account:
        return learner.account
    member = open_account(school=learner.school, role="learner", name=learner.name, on=on, by=by, username=username,
                          password=password)
    if hasattr(member, "learner"):
        raise Refused("That username is another learner's.")
    learner.account = member
    learner.save(update_fields=["account"])
    grant(member=member, learner=learner, by=by, on=on)
    return member
