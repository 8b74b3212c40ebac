"""Reads that gather from every room, each shaped for its page and costing the same however many learners there are."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from goldenthread.audit.models import Event
from goldenthread.audit.queries import sentence
from goldenthread.home.filters import ANYWHERE, EVERYONE, LEFT, ON_REGISTER, Filters
from goldenthread.home.rows import HEARD_FOR, WHO, Row, rows
from goldenthread.home.today import due
from goldenthread.learners import names
from goldenthread.learners.codes import LEGACY_SEN_TYPES, NC_YEARS, SEN_TYPES, STAGE_NAMES, type_name
from goldenthread.learners.managers import live
from goldenthread.learners.models import Enrolment, Learner, Need, StageSpell
from goldenthread.people.models import Membership
from goldenthread.plans.models import Plan, Standing
from goldenthread.plans.states import State
from goldenthread.reviews.queries import behind as behind_with_meetings
from goldenthread.schools.models import School
from goldenthread.story.models import Entry

IPLAN = "iplan"
# A count under this is not told to those who may not know who is counted.
FEW = 5
LATELY, LOOKED_AT = 8, 100
NUMBERED = F("version__number") * 1_000 + F("version__correction")


def stage_of(on: date) -> Coalesce:
    """A learner's stage: N where none is set."""
    spell = StageSpell.objects.filter(live(on), learner=OuterRef("pk")).order_by("-starts_on", "-pk")
    return Coalesce(Subquery(spell.values("stage")[:1]), Value("N"))


def register(member: Membership, filters: Filters, on: date) -> QuerySet[Any]:
    """The learner list, for those this member may see: filtered and in order."""
    found = shown(Learner.objects.visible_to(member, on), filters.show, member.school_id, on)
    if filters.text:
        for word in names.words_of(filters.text):
            found = found.filter(Q(search_name__contains=word) | has_upn(word))
    if filters.year:
        places = Enrolment.objects.filter(year__current=True, nc_year=filters.year)
        found = found.filter(pk__in=places.values("learner"))
    if filters.stage or filters.column == "stage":
        found = found.annotate(stage=stage_of(on))
    if filters.stage:
        found = found.filter(stage=filters.stage)
    if filters.need:
        need = Need.objects.filter(live(on), learner=OuterRef("pk")).order_by("rank", "pk")
        found = found.annotate(need_type=Subquery(need.values("type")[:1])).filter(need_type=filters.need)
    if filters.voices == "missing":
        found = found.annotate(heard=voices_heard(on)).filter(heard__lt=len(WHO))
    if filters.meetings == "behind":
        found = found.filter(pk__in=behind_with_meetings(member, on).values("pk"))
    if filters.plan or filters.column in {"plan", "review"}:
        found = with_plan(found, filters.plan, member, on)
    return in_order(found, filters, on)


def has_upn(word: str) -> Q:
    """A whole UPN, or how one ends: pages tell learners apart by its last four characters."""
    ends = len(word) >= 4 and word[:-1].isdigit()
    return Q(upn__endswith=word.upper()) if ends else Q(upn=word.upper())


def ids(found: QuerySet[Any]) -> list[int]:
    """The learners found, in their order, by no more than their ids: rows.rows reads what is shown of them."""
    return list(found.values_list("pk", flat=True))


def voices_heard(on: date) -> Coalesce:
    """How many of the voices the register looks for have been heard lately."""
    entries = Entry.objects.filter(learner=OuterRef("pk"), retired_on=None, said_by__in=WHO,
                                   happened_on__gte=on - HEARD_FOR)
    number = entries.order_by().values("learner").annotate(n=Count("said_by", distinct=True)).values("n")
    return Coalesce(Subquery(number), Value(0), output_field=IntegerField())


# Both name the school, so that a database lists those of one school only, however many it holds.
def here(school_id: int, on: date) -> QuerySet[Any]:
    """Learners with a place in the current year whom nobody has marked as gone by this day."""
    places = Enrolment.objects.filter(Q(left_on=None) | Q(left_on__gte=on), school_id=school_id, year__current=True)
    return places.order_by().values_list("learner", flat=True)


def with_sen(school_id: int, on: date) -> QuerySet[Any]:
    """Learners at SEN support or with an EHC plan. One stage holds on a day (learners.operations.spells), so that none
    has to be chosen for each learner.
    """
    spells = StageSpell.objects.filter(live(on), ~Q(stage="N"), school_id=school_id)
    return spells.order_by().values_list("learner", flat=True)


def shown(found: QuerySet[Any], show: str, school_id: int, on: date) -> QuerySet[Any]:
    """On the SEN register (K or E), everyone on roll, those who left this year, or all of them."""
    if show == ANYWHERE:
        return found
    if show == LEFT:
        return found.exclude(pk__in=here(school_id, on))
    found = found.filter(pk__in=here(school_id, on))
    return found.filter(pk__in=with_sen(school_id, on)) if show == ON_REGISTER else found


def with_plan(found: QuerySet[Any], plan: str, member: Membership, on: date) -> QuerySet[Any]:
    """Those whose plan stands so: none (not started or on-boarding), unstarted, onboarding, draft, version, overdue.
    What is due within four weeks is for today to say. Each with `version`, by which 3.1 comes after 3 and before 4.
    """
    plans = Plan.objects.filter(learner=OuterRef("pk"), type=IPLAN)
    current = Standing.objects.filter(plan__learner=OuterRef("pk"), plan__type=IPLAN, state=State.CURRENT)
    found = found.annotate(plan_id=Subquery(plans.values("pk")[:1]), review_by=Subquery(plans.values("review_by")[:1]),
                           version=Subquery(current.values_list(NUMBERED)[:1]))
    if plan == "due":
        mine = rows(member.school, ids(on_register(member, on)), on)
        return found.filter(pk__in=[row.pk for row in due(mine, member, on)])
    stands = {
        "none": Q(plan_id=None), "unstarted": Q(~being_told(on), plan_id=None),
        "onboarding": Q(being_told(on), plan_id=None), "draft": Q(plan_id__isnull=False, version=None),
        "version": Q(version__isnull=False), "overdue": Q(review_by__lt=on, version__isnull=False)}
    return found.filter(stands.get(plan, Q()))


def being_told(on: date) -> Exists:
    """Whether anything was told of a learner lately."""
    return Exists(Entry.objects.filter(learner=OuterRef("pk"), retired_on=None, happened_on__gte=on - HEARD_FOR))


def in_order(found: QuerySet[Any], filters: Filters, on: date) -> QuerySet[Any]:
    """By the column asked for, then by name; learners without a value come last either way."""
    by_name = ("sort_name", "pk")
    if filters.column == "name":
        return found.order_by("-sort_name" if filters.descending else "sort_name", "pk")
    found = found.annotate(order_key=sort_key(filters.column, on))
    ordered = F("order_key").desc(nulls_last=True) if filters.descending else F("order_key").asc(nulls_last=True)
    return found.order_by(ordered, *by_name)


def sort_key(column: str, on: date) -> Any:
    """What the register is sorted by; `with_plan` has been there for what is known of plans."""
    match column:
        case "year":
            place = Enrolment.objects.filter(learner=OuterRef("pk"), year__current=True).order_by()
            years = [When(nc_year=code, then=Value(number)) for number, code in enumerate(NC_YEARS)]
            return Subquery(place.values_list(Case(*years, default=None, output_field=IntegerField(null=True)))[:1])
        case "need":
            need = Need.objects.filter(live(on), learner=OuterRef("pk")).order_by("rank", "pk")
            types = [When(type=code, then=Value(number)) for number, code in enumerate(SEN_TYPES | LEGACY_SEN_TYPES)]
            return Subquery(need.values_list(Case(*types, output_field=IntegerField(null=True)))[:1])
        case "voices":
            return voices_heard(on)
        case "stage":
            return Case(When(stage="E", then=0), When(stage="K", then=1), default=2, output_field=IntegerField())
        case "plan":
            # Not started, on-boarding, a draft, then versions by their number.
            return Case(When(being_told(on), plan_id=None, then=-1), When(plan_id=None, then=-2),
                        default=Coalesce("version", Value(0)), output_field=IntegerField())
    return F("review_by")


def tabs(member: Membership, on: date) -> dict[str, list[int]]:
    """Who is under each tab of the register, by name: three plain lists, put together here for less than it costs a
    database to count them.
    """
    seen = Learner.objects.visible_to(member, on).order_by("sort_name", "pk").values_list("pk", flat=True)
    there, sen = set(here(member.school_id, on)), set(with_sen(member.school_id, on))
    everyone = [pk for pk in seen if pk in there]
    return {ON_REGISTER: [pk for pk in everyone if pk in sen], EVERYONE: everyone,
            LEFT: [pk for pk in seen if pk not in there]}


def elsewhere(member: Membership, filters: Filters, tabs: dict[str, list[int]], on: date) -> dict[str, int]:
    """How many of those asked for are under each of the other tabs; of two that hold the same, the narrower one."""
    found = set(ids(register(member, replace(filters, show=ANYWHERE), on)))
    counts = {show: len(found.intersection(there)) for show, there in tabs.items() if show != filters.show}
    if counts.get(ON_REGISTER) == counts.get(EVERYONE):
        counts.pop(EVERYONE, None)
    return {show: number for show, number in counts.items() if number}


def on_register(member: Membership, on: date) -> QuerySet[Any]:
    """The learners on the SEN register whom this member may see, by name."""
    mine = Learner.objects.visible_to(member, on)
    return shown(mine, ON_REGISTER, member.school_id, on).order_by("sort_name", "pk")


def lately(member: Membership, register: Sequence[Row]) -> list[tuple[Event, str, Row]]:
    """What people did last for learners on the register whom a member may see, once for each of the latest few: the
    event, its sentence, and whose. What the school's own hand does by rule is among the actions, not here.
    """
    whose: dict[int | None, Row] = {row.pk: row for row in register}
    by_people = Event.objects.filter(school_id=member.school_id, learner_id__in=whose).exclude(by_role="system")
    newest: dict[int | None, int] = {}
    # Read whole are only those that are shown: a hundred events cost more to be made than all else on the page.
    for learner, pk in by_people.order_by("-number").values_list("learner_id", "pk")[:LOOKED_AT]:
        newest.setdefault(learner, pk)
    shown = list(newest.items())[:LATELY]
    events = Event.objects.in_bulk([pk for _, pk in shown])
    return [(events[pk], sentence(events[pk]), whose[learner]) for learner, pk in shown]


def patterns(school: School, on: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Counts for governors and heads, without names: (heading, [(what, how many)]); under five is not told."""
    here = Learner.objects.filter(school=school, enrolments__in=Enrolment.objects.filter(
        Q(left_on=None) | Q(left_on__gte=on), school=school, year__current=True))
    spells = StageSpell.objects.filter(live(on), learner__in=here)
    stages = dict(spells.values_list("stage").annotate(n=Count("pk")))
    with_sen = spells.exclude(stage="N").values("learner")
    needs = Need.objects.filter(live(on), learner__in=with_sen, rank=1).values_list("type").annotate(n=Count("pk"))
    main = [(type_name(code), number) for code, number in needs]
    unknown = sum(number for stage, number in stages.items() if stage != "N") - sum(number for _, number in main)
    plans = Plan.objects.filter(learner__in=here, type=IPLAN)
    issued = plans.filter(standings__state=State.CURRENT)
    return [
        ("Learners", [("On roll", told(here.count())),
                      *((name, told(stages.get(code, 0))) for code, name in STAGE_NAMES.items() if code != "N")]),
        ("Plans", [("Issued and in force", told(issued.count())), ("Drafts", told(plans.count() - issued.count())),
                   ("Reviews overdue", told(issued.filter(review_by__lt=on).count()))]),
        ("Main need", told_together(sorted([*main, *([("Not recorded", unknown)] if unknown else [])],
                                           key=lambda part: (-part[1], part[0])))),
    ]


def told_together(parts: list[tuple[str, int]]) -> list[tuple[str, str]]:
    """The parts of a whole, largest first. Small ones are told as one, with the next larger where together they would
    still be few: else what is not told could be worked out from the whole (case A-22).
    """
    kept = [part for part in parts if part[1] >= FEW]
    rest = sum(number for _, number in parts) - sum(number for _, number in kept)
    while 0 < rest < FEW and kept:
        rest += kept.pop()[1]
    return [(name, f"{number:,}") for name, number in kept] + ([("All others together", told(rest))] if rest else [])


def years_of(school: School) -> list[str]:
    """The year groups there are at a school this year, youngest first."""
    here = Enrolment.objects.filter(school=school, year__current=True).order_by()
    found = set(here.values_list("nc_year", flat=True).distinct())
    return [code for code in NC_YEARS if code in found]


def told(number: int) -> str:
    """A count that points at nobody: fewer than five might be one child whom a governor knows."""
    return f"{number:,}" if number >= FEW or number == 0 else "fewer than 5"
