"""Reads of this room, each costing the same for one learner or many; and the check that nothing was tampered with."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import OuterRef, Q, QuerySet, Subquery

from goldenthread.learners import files
from goldenthread.learners.managers import live
from goldenthread.learners.models import Learner
from goldenthread.learners.queries import blocks, who_sees, who_sees_everybody
from goldenthread.outcomes.models import Outcome
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission
from goldenthread.plans.document import Document, Unreadable
from goldenthread.plans.models import Body, DraftAccess, Erasure, Look, Plan, PlanVersion, Rendering, Standing
from goldenthread.plans.states import State
from goldenthread.plans.templates import MAIN

NOT_STARTED, DRAFT, VERSION = "not-started", "draft", "version"


@dataclass(frozen=True)
class PlanStanding:
    """Where a learner's plan stands, in a word for lists. A version in force always shows, whatever the draft does."""

    kind: str = NOT_STARTED
    text: str = "Not started"
    plan_id: int | None = None
    issued_on: date | None = None
    review_by: date | None = None
    out_of_step_since: date | None = None


def drafts_of(member: Membership, on: date) -> set[int]:
    """The learners, by their ids, into whose plan's draft this member is let in: alone, or with all who work there."""
    places = DraftAccess.objects.filter(live(on), Q(member=member) | Q(member=None), plan__type=MAIN,
                                        school=member.school_id)
    return set(places.values_list("plan__learner", flat=True))


def last_look(learner: Learner, type: str) -> Look | None:
    """When a live plan of a learner was last looked at, with whom and by whom."""
    return Look.objects.filter(learner=learner, type=type).select_related("by").first()


def standings(learner_ids: Iterable[int], type: str = MAIN) -> dict[int, PlanStanding]:
    """Where the plan of each of these learners stands, in one question."""
    ids = list(learner_ids)
    in_force = Standing.objects.filter(state=State.CURRENT, plan=OuterRef("pk"))
    plans = Plan.objects.filter(learner_id__in=ids, type=type).annotate(
        number=Subquery(in_force.values("version__number")),
        correction=Subquery(in_force.values("version__correction")),
        issued_on=Subquery(in_force.values("version__issued_on")))
    found = {plan.learner_id: standing_of(plan) for plan in plans}
    return {pk: found.get(pk, PlanStanding()) for pk in ids}


def standing_of(plan: "Plan") -> PlanStanding:
    """From a plan annotated with the number, correction and day of its version in force."""
    kind, text = DRAFT, "Draft"
    if plan.number:  # type: ignore[attr-defined]
        kind = VERSION
        text = str(PlanVersion(number=plan.number, correction=plan.correction))  # type: ignore[attr-defined]
    return PlanStanding(kind, text, plan.pk, plan.issued_on, plan.review_by,  # type: ignore[attr-defined]
                        plan.out_of_step_since)


def of_learner(learner: Learner, type: str = MAIN) -> Plan | None:
    """The learner's plan of a type, with what composing needs."""
    plan = Plan.objects.select_related("key_person").filter(learner=learner, type=type).first()
    if plan:
        plan.learner = learner
    return plan


def tells_of(outcome: Outcome) -> bool:
    """Whether an issued version of this learner's plans tells of an outcome, or of what leads to it."""
    theirs = Body.objects.filter(version__plan__learner=outcome.learner_id)
    return theirs.filter(json__contains=f"outcome:{outcome.uuid}").exists()


def in_force(learner: Learner, type: str = MAIN) -> PlanVersion | None:
    """The version of a learner's plan that is in force, with all that its page needs of this room, in one question."""
    found = PlanVersion.objects.filter(plan__learner=learner, plan__type=type, standing__state=State.CURRENT)
    version = found.select_related("standing", "plan", "body").order_by().first()
    if version:
        version.plan.learner = learner
    return version


def current(plan: Plan) -> PlanVersion | None:
    """The version in force, with its body and standing."""
    return versions(plan).filter(standing__state=State.CURRENT).first()


def versions(plan: Plan) -> QuerySet[PlanVersion]:
    """Every version of a plan, newest first, with where it stands."""
    rows = PlanVersion.objects.filter(plan=plan).select_related("standing", "plan__learner__school", "issued_by")
    return rows.order_by("-number", "-correction")


def version(plan: Plan, number: int, correction: int = 0) -> PlanVersion | None:
    return versions(plan).filter(number=number, correction=correction).first()


def next_number(plan: Plan) -> int:
    """The number the next version will have. Numbers of a plan only go up, whatever became of a version."""
    last = PlanVersion.objects.filter(plan=plan).order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


# -- who reads ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Readers:
    """By name, who reads an issued plan of a learner (each their own copy), and who is kept out."""

    learner: list[str]
    family: list[str]
    staff: list[str]
    professionals: list[str]
    team: list[str]
    kept_out: list[str]


def readers(learner: Learner, on: date) -> Readers:
    """Everybody who may open the learner's plan today."""
    ways = [way for way in who_sees(learner, on) if way.grant.starts_on <= on]
    by_kind: dict[str, dict[str, None]] = {}
    for way in ways:
        if not way.blocked and way.grant.member.may(Permission.PLAN_READ):
            by_kind.setdefault(way.grant.member.kind, {})[str(way.grant.member)] = None
    named = {kind: list(names) for kind, names in by_kind.items()}
    return Readers(
        learner=named.get("learner", []), family=named.get("family", []), staff=named.get("staff", []),
        professionals=named.get("professional", []), team=[str(m) for m in who_sees_everybody(learner, on)],
        kept_out=[str(block.user) for block in blocks(learner, on) if block.starts_on <= on])


def family(learner: Learner, on: date) -> list[Membership]:
    """Parents and carers with an account who may read the learner's plan today."""
    return members_of_kind(learner, {"family"}, on)


def could_be_let_in(plan: Plan, on: date) -> QuerySet[Membership]:
    """Those who work with the learner, and read drafts only where they are let in."""
    members = members_of_kind(plan.learner, {"staff", "professional"}, on)
    return Membership.objects.filter(pk__in=[member.pk for member in members])


def who_could_be_key_person(plan: Plan, on: date) -> QuerySet[Membership]:
    """Staff who work with the learner, and the SENCO's team."""
    members = [*members_of_kind(plan.learner, {"staff"}, on), *who_sees_everybody(plan.learner, on)]
    return Membership.objects.filter(pk__in=[member.pk for member in members])


def members_of_kind(learner: Learner, kinds: set[str], on: date) -> list[Membership]:
    ways = [way for way in who_sees(learner, on) if way.grant.starts_on <= on and not way.blocked]
    return list({way.grant.member.pk: way.grant.member for way in ways if way.grant.member.kind in kinds}.values())


# -- has anybody been at it? -------------------------------------------------------------------------------------------


def tampered() -> Iterator[str]:
    """What is wrong with what was issued, as sentences: for `manage.py verify`. Nothing where all is as it was."""
    erased = set(Erasure.objects.values_list("version_id", flat=True))
    rows = PlanVersion.objects.order_by("plan", "number", "correction").select_related("body")
    for plan_id, mine in groupby(rows.iterator(500), key=lambda version: version.plan_id):
        yield from tampered_plan(plan_id, list(mine), erased)
    yield from badly_standing()


def tampered_plan(plan_id: int, mine: list[PlanVersion], erased: set[int]) -> Iterator[str]:
    before: PlanVersion | None = None
    for version in mine:
        called = f"{version} of plan {plan_id}"
        expected = (before.body_sha256 if before else "")
        if version.previous_sha256 != expected or not follows(before, version):
            yield f"{called} does not follow from the version before it: one is missing or was changed."
        yield from tampered_body(called, version, version.pk in erased)
        before = version


def follows(before: PlanVersion | None, version: PlanVersion) -> bool:
    if before is None:
        return (version.number, version.correction) == (1, 0)
    return (version.number, version.correction) in {(before.number + 1, 0), (before.number, before.correction + 1)}


def tampered_body(called: str, version: PlanVersion, erased: bool) -> Iterator[str]:
    body = getattr(version, "body", None)
    if body is None:
        if not erased:
            yield f"{called} has lost its words, and no erasure says why."
        return
    if erased:
        yield f"{called} was erased and has words again."
    if hashlib.sha256(body.json.encode()).hexdigest() != version.body_sha256:
        yield f"{called} does not hold the words it was issued with."
        return
    yield from mismatched(called, version, body)


def mismatched(called: str, version: PlanVersion, body: Body) -> Iterator[str]:
    """The row beside the body must say what the hashed body says."""
    try:
        document = Document.from_json(body.json)
    except Unreadable as wrong:
        yield f"{called} cannot be opened: {wrong}"
        return
    frozen = [document.meta.get(key) for key in ("number", "correction", "issued_on", "issued_by", "what_changed")]
    row = [version.number, version.correction, version.issued_on.isoformat(), version.issued_by_name,
           version.what_changed]
    if [document.template, *frozen] != [version.template, *row]:
        yield f"{called} says other things about itself than its words do."


def badly_standing() -> Iterator[str]:
    """The newest version of a plan is in force and every other archived."""
    rows = PlanVersion.objects.order_by("plan", "-number", "-correction").values_list(
        "plan_id", "number", "correction", "standing__state")
    for plan_id, mine in groupby(rows.iterator(2_000), key=lambda row: row[0]):
        states = [state for *_, state in mine]
        if states != [State.CURRENT] + [State.ARCHIVED] * (len(states) - 1):
            yield f"The versions of plan {plan_id} do not stand as they should: the newest in force, the rest archived."


def spoiled_files() -> Iterator[str]:
    """Filed copies in use that are missing, or are not the bytes that were filed."""
    in_use = Rendering.objects.filter(retired_at=None).select_related("version").order_by("pk")
    for kept in in_use.iterator(500):
        content = files.get(kept.school_id, kept.sha256)
        if content is None:
            yield f"The filed copy of {kept.version} of plan {kept.version.plan_id} is missing."
        elif hashlib.sha256(content).hexdigest() != kept.sha256:
            yield f"The filed copy of {kept.version} of plan {kept.version.plan_id} is not what was filed."
