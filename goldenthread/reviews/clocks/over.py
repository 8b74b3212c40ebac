"""What ends with a statutory process: the duties in it, and the rounds that wait for an annual review."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from goldenthread.reviews.clocks.policies import ENDS, OUTLASTS
from goldenthread.reviews.clocks.queries import still_runs
from goldenthread.reviews.clocks.rules import ANNUAL_REVIEW, named
from goldenthread.reviews.models import Clock, Milestone, Process, Schedule
from goldenthread.reviews.states import Due, Kind
from goldenthread.schools.models import School


def ends_with(process: Process) -> list[str]:
    """The duties that run in a process and are looked for no more once it is closed, by title."""
    open_now = Clock.objects.filter(still_runs(), process=process).exclude(rule__in=OUTLASTS)
    rules = [named(clock.rule) for clock in open_now.order_by("due_on", "pk")]
    return [rule.title for rule in rules if rule.met_by not in {*ENDS, "plan_received"}]


def waiting() -> QuerySet[Schedule]:
    """The rounds that wait for an annual review: those of EHC plans, and of the reports that are made of it."""
    return Schedule.objects.filter(kind=Kind.ANNUAL, state=Due.WAITING)


def waits_for(process: Process) -> QuerySet[Schedule]:
    """The rounds that an annual review by law sees to: those that wait, and are not of a later year."""
    year = Clock.objects.filter(process=process, rule="AR-CYCLE").values("due_on")[:1]
    found = waiting().filter(plan__learner=process.learner_id, due_on__lte=year)
    return found.select_related("plan__learner").order_by("pk")


def met(school: School) -> QuerySet[Process]:
    """Annual reviews whose meeting was noted as held, without a review planned here, and whose round waits all the
    same.
    """
    year = Clock.objects.filter(process=OuterRef(OuterRef("pk")), rule="AR-CYCLE").values("due_on")[:1]
    held = Milestone.objects.filter(kind="meeting", standing=Milestone.Standing.HAPPENED)
    found = Process.objects.filter(Exists(held.filter(process=OuterRef("pk"))), school=school, kind=ANNUAL_REVIEW)
    found = found.filter(Exists(waiting().filter(plan__learner=OuterRef("learner"), due_on__lte=year)))
    return (found.exclude(ended="called-off").exclude(review__state__in=["planned", "open"]).order_by("pk")
            .select_related("learner", "school", "review").prefetch_related(Prefetch("milestones", held)))


def ceased(school: School) -> QuerySet[Process]:
    """The last annual reviews of plans that cease, and whose next round waits all the same."""
    later = Process.objects.filter(learner=OuterRef("learner"), kind=ANNUAL_REVIEW, pk__gt=OuterRef("pk"))
    found = Process.objects.filter(Exists(waiting().filter(plan__learner=OuterRef("learner"))), ~Exists(later),
                                   school=school, kind=ANNUAL_REVIEW, ended="cease")
    return found.select_related("learner", "school").order_by("pk")
