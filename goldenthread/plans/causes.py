"""What plans and the record know of that somebody has to see to. Each finder reads what is due and no more.

In every one: learners who are here, and plans that the school issues. Reviews of plans are for reviews to call for.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from goldenthread.actions.causes import Cause
from goldenthread.learners.managers import live
from goldenthread.learners.models import Enrolment, Learner, StageSpell
from goldenthread.people.models import Membership
from goldenthread.plans.models import Look, Plan, PlanVersion, Standing
from goldenthread.plans.review_dates import months_after
from goldenthread.plans.states import State
from goldenthread.plans.templates import MAIN, VERSIONED, Template, named, templates
from goldenthread.schools.forms import in_words
from goldenthread.schools.models import School, Term
from goldenthread.story.queries import voices_of
from goldenthread.story.voices import FAMILY, LEARNER

OLD, VOICE, PROFILE = "plan-old", "voice-missing", "profile-not-looked-at"
NAMES = {OLD: "A plan is older than it should be", VOICE: "A voice is missing",
         PROFILE: "A profile was not looked at this term"}
# A new draft has this long to hear everybody; before a review it is asked for this early.
TO_HEAR, BEFORE_REVIEW = timedelta(weeks=4), timedelta(weeks=6)
# The profile is asked for in the last weeks of a term only, so that nobody begins one with a list of every learner.
END_OF_TERM = timedelta(weeks=4)
WHO_IS = {LEARNER: "{first}", FAMILY: "{first}’s family"}
PROFILE_TYPE = "one-page-profile"


def here(school: School, on: date) -> QuerySet[Any]:
    """The learners with a place this year whom nobody has marked as gone."""
    places = Enrolment.objects.filter(Q(left_on=None) | Q(left_on__gte=on), school=school, year__current=True)
    return places.values("learner")


def key_of(kind: str, of: Any, occasion: object) -> str:
    """The same cause has the same key every night, and the next occasion another."""
    return f"{kind}:{of.uuid}:{occasion}"


# -- a plan that is older than its interval ---------------------------------------------------------------------------

def find_old(school: School, on: date) -> Iterable[Cause]:
    """Plans in force past their template's months whose day to be reviewed has gone by too, or was never set."""
    issued = [template for template in templates().values() if template.kind == VERSIONED]
    oldest = on - timedelta(days=28 * min((template.review_months for template in issued), default=0))
    standings = Standing.objects.filter(
        Q(plan__review_by=None) | Q(plan__review_by__lt=on), school=school, state=State.CURRENT,
        version__issued_on__lte=oldest, plan__learner__in=here(school, on))
    for standing in standings.select_related("version", "plan__learner"):
        plan, version = standing.plan, standing.version
        template = named(plan.template)
        due = months_after(version.issued_on, template.review_months)
        if template.kind == VERSIONED and due < on:
            yield old(plan, version, template, due)


def old(plan: Plan, version: PlanVersion, template: Template, due: date) -> Cause:
    return Cause(
        key=key_of(OLD, plan, version.number), kind=OLD, learner=plan.learner, owner=plan.key_person, due_on=due,
        what=f"Look at {plan.learner.first}’s {template.called} afresh, and issue a new version",
        why=f"{version} is of {in_words(version.issued_on)}; after {template.review_months} months it is time",
        owner_role=template.issued_by, source_room="plans", source_id=str(plan.uuid))


# -- a voice that has not been heard ----------------------------------------------------------------------------------

def find_voices(school: School, on: date) -> Iterable[Cause]:
    """Main plans for which the learner or the family was not heard: ever, for a draft four weeks old; since the
    version before, where the review is six weeks away or less.
    """
    plans = list(plans_to_hear_for(school, on))
    heard = voices_of([plan.learner_id for plan in plans])
    since = versions_before([plan.pk for plan in plans])
    for plan in plans:
        last, after = heard[plan.learner_id], since.get((plan.pk, plan.number))  # type: ignore[attr-defined]
        missing = [voice for voice in WHO_IS if not (day := last[voice]) or (after and day < after)]
        if missing:
            yield unheard(plan, missing)


def plans_to_hear_for(school: School, on: date) -> QuerySet[Plan]:
    """Each with `number`, of the version in force; None for a draft."""
    plans = Plan.objects.filter(school=school, type=MAIN, learner__in=here(school, on))
    current = Q(standings__state=State.CURRENT)
    drafts = plans.exclude(current).filter(opened_on__lte=on - TO_HEAR).values("pk")
    coming = plans.filter(current, review_by__lte=on + BEFORE_REVIEW).values("pk")
    number = Standing.objects.filter(plan=OuterRef("pk"), state=State.CURRENT).values("version__number")
    return (Plan.objects.filter(Q(pk__in=drafts) | Q(pk__in=coming)).annotate(number=Subquery(number[:1]))
            .select_related("learner", "key_person").order_by("pk"))


def versions_before(plan_ids: Iterable[int]) -> dict[tuple[int, int], date]:
    """By plan and number of a version: when the one before it was issued."""
    rows = PlanVersion.objects.filter(plan__in=list(plan_ids), correction=0)
    return {(plan, number + 1): issued for plan, number, issued in rows.values_list("plan_id", "number", "issued_on")}


def unheard(plan: Plan, missing: list[str]) -> Cause:
    names = " and ".join(WHO_IS[voice].format(first=plan.learner.first) for voice in missing)
    version = f"since the version before Version {plan.number}" if (plan.number or 0) > 1 else "for this plan"  # type: ignore[attr-defined]
    return Cause(
        key=key_of(VOICE, plan, plan.number or 0), kind=VOICE, learner=plan.learner,  # type: ignore[attr-defined]
        owner=plan.key_person, what=f"Ask {names} what they think, and write it down in their words",
        why=f"They have not been heard {version}", due_on=plan.review_by or plan.opened_on + TO_HEAR,
        source_room="plans", source_id=str(plan.uuid))


# -- a profile nobody looked at ---------------------------------------------------------------------------------------

def find_profiles(school: School, on: date) -> Iterator[Cause]:
    """In the last weeks of a term: learners with SEN provision whose profile nobody has looked at in it."""
    term = Term.objects.filter(school=school, starts_on__lte=on, ends_on__gte=on,
                               ends_on__lte=on + END_OF_TERM).first()
    if term is None:
        return
    looked = Look.objects.filter(school=school, type=PROFILE_TYPE, looked_on__gte=term.starts_on).values("learner")
    stages = StageSpell.objects.filter(live(on), learner__school=school, stage__in=["K", "E"]).values("learner")
    owners = key_persons(school)
    learners = Learner.objects.filter(pk__in=stages).filter(pk__in=here(school, on)).exclude(pk__in=looked)
    for learner in learners.order_by("pk"):
        yield Cause(
            key=profile_key(learner, term), kind=PROFILE, learner=learner, owner=owners.get(learner.pk),
            what=f"Look at {learner.first}’s one page profile with {learner.first}, and say that you did",
            why="Nobody has this term", due_on=term.ends_on, source_room="plans", source_id=str(learner.uuid))


def profile_key(learner: Learner, term: Term) -> str:
    return key_of(PROFILE, learner, term.pk)


def key_persons(school: School) -> dict[int, Membership]:
    """Who co-ordinates the support of each learner, where a plan names somebody."""
    plans = Plan.objects.filter(school=school, type=MAIN, key_person__isnull=False).select_related("key_person")
    return {plan.learner_id: plan.key_person for plan in plans if plan.key_person}


# -- where somebody sees to one ---------------------------------------------------------------------------------------

def at_plan(action: Any) -> str:
    return address("plans:current", action)


def at_record(action: Any) -> str:
    return address("story:record", action)


def at_profile(action: Any) -> str:
    return address("plans:profile", action)


def address(name: str, action: Any) -> str:
    return reverse(name, kwargs={"slug": action.school.slug, "pk": action.learner_id})


FINDERS = {OLD: (find_old, at_plan), VOICE: (find_voices, at_record), PROFILE: (find_profiles, at_profile)}
