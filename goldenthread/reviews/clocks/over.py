"""Rounds of EHC plans that wait for a review though the law's own round has had it, or the plan ceases."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from goldenthread.plans.templates import RECEIVED_MAIN
from goldenthread.reviews.clocks.rules import ANNUAL_REVIEW
from goldenthread.reviews.models import Clock, Milestone, Process, Schedule
from goldenthread.reviews.states import Due, Kind
from goldenthread.schools.models import School


def waiting() -> QuerySet[Schedule]:
    """The rounds of EHC plans that wait for their annual review."""
    return Schedule.objects.filter(plan__type=RECEIVED_MAIN, kind=Kind.ANNUAL, state=Due.WAITING)


def waits_for(process: Process) -> Schedule | None:
    """The round that an annual review by law sees to: the one that waits, unless it is of a later year."""
    year = Clock.objects.filter(process=process, rule="AR-CYCLE").values("due_on")[:1]
    found = waiting().filter(plan__learner=process.learner_id, due_on__lte=year)
    return found.select_related("plan__learner").first()


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
