"""Reading statutory processes. Each costs the same for two learners or two hundred."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from goldenthread.learners.codes import YEAR_ORDER
from goldenthread.learners.managers import LearnerQuerySet
from goldenthread.learners.models import Enrolment, Learner, StageSpell
from goldenthread.people.models import Membership
from goldenthread.people.passwords import digest
from goldenthread.people.permissions import Permission
from goldenthread.plans.models import Received
from goldenthread.plans.templates import RECEIVED_MAIN
from goldenthread.reviews.clocks import school_days, transfers
from goldenthread.reviews.clocks.deadlines import due
from goldenthread.reviews.clocks.policies import OUTLASTS, why_not_counted
from goldenthread.reviews.clocks.rights import UNDER, is_under_five
from goldenthread.reviews.clocks.rules import ANNUAL_REVIEW, FAMILY, PHASE_TRANSFER, book, named
from goldenthread.reviews.clocks.showing import Round, draw, for_move, line, told
from goldenthread.reviews.clocks.spans import months_from
from goldenthread.reviews.clocks.winding import ARRANGED, HAPPENED, LATEST, Case, Fact, with_meeting
from goldenthread.reviews.models import Clock, Feed, Milestone, Process, Review
from goldenthread.reviews.states import Kind, State
from goldenthread.schools.models import AcademicYear, School, Term


def holidays(school: School) -> list[school_days.Closure]:
    """The closures between the school's terms, of every year it has set them for."""
    return school_days.closures(Term.objects.filter(school=school).values_list("starts_on", "ends_on"))


def closure_that_excuses(clock: Clock, school: School) -> school_days.Closure | None:
    """The long closure of this school for which a time limit may be lifted, by the day on which advice was asked."""
    asked = clock.process.milestones.filter(kind="advice_asked").values_list("on", flat=True).first()
    if asked is None or "closure-school" not in named(clock.rule).exceptions:
        return None
    return school_days.closure_that_excuses(asked, holidays(school))


def rounds(learner: Learner, on: date) -> list[Round]:
    """A learner's processes, those under way first, with every line in order of date."""
    processes = Process.objects.filter(learner=learner).select_related("learner", "review").order_by(
        F("state").desc(), "-started_on", "-pk")
    found = processes.prefetch_related(Prefetch("milestones", Milestone.objects.order_by("on", "pk")),
                                       Prefetch("clocks", Clock.objects.order_by("due_on", "pk")))
    free = holidays(learner.school)
    move = next((process for process in found if process.is_open and process.kind == PHASE_TRANSFER), None)
    return [as_round(process, free, move, on) for process in found]


def as_round(process: Process, free: list[school_days.Closure], move: Process | None, on: date) -> Round:
    """From a process with its milestones and clocks; `move` is the move to another setting under way."""
    clocks = [clock for clock in process.clocks.all() if not outgrown(clock, process.learner, on)]
    milestones = list(process.milestones.all())
    for clock in clocks:
        clock.process = process
    meeting = next((each for each in milestones if each.kind == "meeting"), None)
    came = meeting is not None and meeting.standing != LATEST and meeting.on <= on
    lines = [line(clock, on, free, number, came) for number, clock in enumerate(clocks, start=1)]
    drawing = draw({each.number: (each.clock.due_on, each.state) for each in lines}, on) if process.is_open else None
    return Round(process, lines, told(process, milestones), meeting, drawing,
                 for_move(process, meeting, meeting_wanted(move)), why_not_counted(process, process.review))


def owed(member: Membership, on: date) -> QuerySet[Clock]:
    """Every duty still owed about learners this member may see, by its day."""
    seen = Learner.objects.visible_to(member, on)
    clocks = Clock.objects.filter(still_runs(), school_id=member.school_id).exclude(passed_by(on))
    clocks = clocks.exclude(owed_by=FAMILY, due_on__lt=on)  # time that people had, and that is over
    return clocks.filter(learner__in=seen.values("pk")).select_related("learner", "process").order_by("due_on", "pk")


def still_runs() -> Q:
    """A duty not met nor lifted, of a round under way; or one that its round has left behind (is_left_behind)."""
    left = Q(rule__in=OUTLASTS, expected=False) & ~Q(process__ended="called-off")
    return Q(met_on=None, exception="") & (Q(process__state="open") | left)


def outgrown(clock: Clock, learner: Learner, on: date) -> bool:
    """What was owed to a child under five who is five now, and was never written down."""
    return named(clock.rule).when == "under-five" and clock.met_on is None and not is_under_five(learner.dob, on)


def passed_by(on: date) -> Q:
    """What was due before a meeting whose day has come, or to a child under five who is five now: nobody can do it any
    more, whether it was written down or not.
    """
    met = Milestone.objects.filter(process=OuterRef("process"), kind="meeting", on__lte=on).exclude(standing=LATEST)
    grown = Q(rule__in=book().under_five, learner__dob__lte=months_from(on, -12 * UNDER))
    return Q(rule__in=book().before_meetings) & Q(Exists(met)) | grown


def narrowed(clocks: QuerySet[Clock], on: date, *, owed_by: str = "", kind: str = "",
             when: str = "") -> QuerySet[Clock]:
    """`owed_by` school, la or family; `kind` a process's; `when` overdue, month (by four weeks from now) or nothing."""
    if owed_by:
        clocks = clocks.filter(owed_by__in=["school", "school_or_la"] if owed_by == "school" else [owed_by])
    if kind:
        clocks = clocks.filter(process__kind=kind)
    if when == "overdue":
        clocks = clocks.filter(overdue(on))
    if when == "month":
        clocks = clocks.filter(due_on__lte=on + timedelta(weeks=4))
    return clocks


def overdue(on: date) -> Q:
    """A date counted from a meeting that has not been held is not overdue."""
    return Q(expected=False) & (Q(before=False, due_on__lt=on) | Q(before=True, due_on__lte=on))


def near(school: School, on: date, processes: Iterable[int] | None = None) -> list[Clock]:
    """What the school itself owes within its notice time, or owes already: reads no more than what is due by then.
    With `processes`, in those only.
    """
    longest = max(rule.notice_weeks for rule in book().rules.values())
    rows = Clock.objects.filter(still_runs(), school=school, expected=False,
                                owed_by__in=["school", "school_or_la"], due_on__lte=on + timedelta(weeks=longest))
    rows = rows.exclude(passed_by(on))
    if processes is not None:
        rows = rows.filter(process__in=list(processes))
    found = rows.select_related("learner", "process").order_by("due_on", "pk")
    return [clock for clock in found if clock.due_on <= on + timedelta(weeks=named(clock.rule).notice_weeks)]


@dataclass(frozen=True)
class ListDue:
    """The list of reviews that the authority owes the school before a term."""

    term: str
    due_on: date
    overdue: bool


def lists_due(school: School, on: date) -> list[ListDue]:
    """The lists for terms that begin within four months: a duty to the school, about no learner by name."""
    terms = Term.objects.filter(school=school, starts_on__gt=on, starts_on__lte=months_from(on, 4))
    found = [(term, due(named("AR-LIST"), {"term": term.starts_on})) for term in terms.select_related("year")]
    return [ListDue(str(term), by, by < on) for term, by in found if by]


def own_meeting(learner: Learner) -> Milestone | None:
    """The meeting that a learner's annual review under way has already: held, or planned as a review."""
    own = Q(standing=HAPPENED) | Q(standing=ARRANGED, process__review__isnull=False)
    rows = Milestone.objects.filter(own, process__learner=learner, process__kind=ANNUAL_REVIEW, process__state="open",
                                    kind="meeting")
    return rows.select_related("process").first()


def meetings_planned(learners: Iterable[int]) -> dict[int, Review]:
    """The annual review meeting of each of these learners that is planned and belongs to no round: the first to come.
    """
    planned = Review.objects.filter(learner__in=list(learners), kind=Kind.ANNUAL, state__in=[State.PLANNED, State.OPEN])
    free = planned.filter(Q(processes=None) | Q(processes__ended="called-off")).order_by("-held_on", "-pk")
    return {review.learner_id: review for review in free}


# ---------------------------------------------------------------- moves to another setting


def meetings_for_moves(learners: Iterable[int]) -> QuerySet[Clock]:
    """By when the annual review of each of these learners is held for the sake of a move that is under way."""
    return Clock.objects.filter(learner__in=list(learners), process__state="open", met_on=None,
                                rule__in=transfers.MEETING_FOR.values()).select_related("process")


def meeting_wanted(move: Process | None) -> Clock | None:
    """As meetings_for_moves, of one move whose clocks are there."""
    clocks = move.clocks.all() if move else ()
    return next((each for each in clocks if each.rule in transfers.MEETING_FOR.values() and not each.met_on), None)


def meet_by(learners: Iterable[int]) -> dict[int, date]:
    return {clock.learner_id: clock.due_on for clock in meetings_for_moves(learners)}


def last_held(learners: Iterable[int]) -> dict[int, date]:
    """The newest annual review meeting of each of these learners that was held."""
    held = Milestone.objects.filter(process__learner__in=list(learners), process__kind=ANNUAL_REVIEW, kind="meeting",
                                    standing=HAPPENED).order_by("on")
    return dict(held.values_list("process__learner", "on"))


def moves_without_meeting(school: School, on: date) -> QuerySet[Process]:
    """Moves to come that were begun before it was counted by when their meeting is held."""
    moves = Process.objects.filter(school=school, kind=PHASE_TRANSFER, state="open", started_on__gt=on)
    return moves.exclude(clocks__rule__in=transfers.MEETING_FOR.values()).order_by("pk")


def rounds_out_of_date(school: School) -> list[Process]:
    """Annual reviews whose meeting nobody has arranged, and for which the last day kept is not the last school day now.
    """
    kept = Milestone.objects.filter(process__school=school, process__kind=ANNUAL_REVIEW, process__state="open",
                                    kind="meeting", standing=LATEST)
    found = Process.objects.filter(pk__in=kept.values("process")).select_related("learner").prefetch_related(
        "milestones").order_by("pk")
    free, wanted_by = tuple(holidays(school)), meet_by(process.learner_id for process in found)
    return [process for process in found if is_out_of_date(process, wanted_by.get(process.learner_id), free)]


def amended_without_notice(school: School) -> list[Process]:
    """Rounds decided before the proposed changes were counted by themselves."""
    rounds = Process.objects.filter(school=school, kind=ANNUAL_REVIEW, state="open", decision="amend")
    return list(rounds.exclude(clocks__rule="AR-AMEND").select_related("learner").order_by("pk"))


def is_out_of_date(process: Process, wanted_by: date | None, free: tuple[school_days.Closure, ...]) -> bool:
    facts = {each.kind: Fact(each.on, each.standing) for each in process.milestones.all()}
    case = Case(process.kind, process.learner.dob, meet_by=wanted_by, holidays=free)
    return with_meeting(case, facts).get("meeting") != facts["meeting"]


# ---------------------------------------------------------------- who should have a process and has none


def who_have_plans(learners: list[int], on: date) -> set[int]:
    """Those of these learners who have an EHC plan: at its stage, or with its annual review under way."""
    if not learners:
        return set()
    reviewed = Process.objects.filter(learner__in=learners, kind=ANNUAL_REVIEW, state="open")
    at_e = StageSpell.objects.live(on).filter(stage="E", learner__in=learners)
    return {*reviewed.values_list("learner", flat=True), *at_e.values_list("learner", flat=True)}


@dataclass(frozen=True)
class Wanted:
    """A learner with an EHC plan for whom nothing is counted yet, and from which day it would be."""

    learner: Learner
    kind: str
    day: date
    assumed: str
    route: str = ""
    nc_year: str = ""


def wanted(member: Membership, on: date) -> list[Wanted]:
    """As wanted_among, of those this member may see."""
    return wanted_among(Learner.objects.visible_to(member, on), member.school, on)


def wanted_among(learners: LearnerQuerySet, school: School, on: date) -> list[Wanted]:
    """Learners at stage E without an annual review under way, and those about to change phase without a transfer."""
    running = Process.objects.filter(learner=OuterRef("pk"), state="open")
    at_e = StageSpell.objects.live(on).filter(stage="E", school=school)
    learners = learners.filter(pk__in=at_e.values("learner")).with_year().annotate(
        has_review=Exists(running.filter(kind=ANNUAL_REVIEW)), has_transfer=Exists(
            Process.objects.filter(learner=OuterRef("pk"), kind=PHASE_TRANSFER, opened_on__gt=months_from(on, -12))))
    since = starts_of(at_e)
    year = AcademicYear.objects.filter(school=school, current=True).first()
    found = []
    for learner in learners.order_by("sort_name", "pk"):
        if not learner.has_review:  # type: ignore[attr-defined]
            day, source = since[learner.pk]
            found.append(Wanted(learner, ANNUAL_REVIEW, last_anniversary(day, on), source,
                                nc_year=learner.nc_year or ""))  # type: ignore[attr-defined]
        route = transfers.route_of(school.phase, learner.nc_year or "")  # type: ignore[attr-defined]
        if route and year and not learner.has_transfer:  # type: ignore[attr-defined]
            found.append(Wanted(learner, PHASE_TRANSFER, transfers.transfer_on(year.starts), "the year group", route,
                                learner.nc_year or ""))  # type: ignore[attr-defined]
    return found


def starts_of(at_e: QuerySet[StageSpell]) -> dict[int, tuple[date, str]]:
    """From which day a learner's reviews are counted, and where that was found: the plan received, else the stage."""
    rows = at_e.values_list("learner_id", "starts_on")
    found = {pk: (day, "the day the stage of an EHC plan began") for pk, day in rows}
    dated = Received.objects.filter(plan__learner__in=list(found), plan__type=RECEIVED_MAIN).order_by("dated_on")
    for pk, day in dated.values_list("plan__learner", "dated_on"):
        found[pk] = (day, "the date of the EHC plan received")
    return found


def last_anniversary(since: date, on: date) -> date:
    """The newest yearly return of a day that is not after another: reviews are taken to have been on time so far."""
    years = on.year - since.year
    return months_from(since, 12 * (years if months_from(since, 12 * years) <= on else years - 1))


def year_of(learner: Learner) -> str:
    """The learner's year group now, or nothing."""
    place = Enrolment.objects.filter(learner=learner, year__current=True).values_list("nc_year", flat=True).first()
    return place if place in YEAR_ORDER else ""


def passing_soon(school: School, on: date) -> list[Learner]:
    """Learners with an EHC plan who may reach the end of compulsory school age this June or next, by date of birth."""
    born = (date(on.year - 17, 9, 1), date(on.year - 15, 8, 31))
    at_e = StageSpell.objects.live(on).filter(stage="E", school=school)
    return list(Learner.objects.filter(school=school, dob__range=born, pk__in=at_e.values("learner")))


def feed_of(secret: str, on: date) -> Feed | None:
    """The calendar address behind a secret, while its member is one and may list learners."""
    feed = Feed.objects.filter(digest=digest(secret), revoked_at=None).select_related("member__school").first()
    return feed if feed and feed.member.is_live(on) and feed.member.may(Permission.LEARNERS_LIST) else None
