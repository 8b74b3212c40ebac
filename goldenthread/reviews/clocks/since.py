"""What began since a round ended, and what of that stands in the way of opening the round again."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from goldenthread.reviews.clocks.policies import ENDED_BY, NOT_NEEDED, STARTS
from goldenthread.reviews.clocks.rules import ANNUAL_REVIEW, NEEDS_ASSESSMENT, REASSESSMENT, book
from goldenthread.reviews.models import Clock, Milestone, Process
from goldenthread.schools.forms import in_words

# What a plan is to the year that follows it, by the assessment it came out of.
MADE_AFTER = {NEEDS_ASSESSMENT: "plan_made", REASSESSMENT: "plan_amended"}
# How a round ends where the next annual review begins by that.
BEGINS_NEXT = ("keep", "received")
HELD = Milestone.objects.filter(kind="meeting", standing=Milestone.Standing.HAPPENED)


def ended_with(process: Process) -> QuerySet[Process]:
    """The others that the same final plan closed."""
    if process.ended != "received":
        return Process.objects.none()
    others = Process.objects.filter(learner=process.learner_id, ended="received", closed_on=process.closed_on)
    return others.exclude(pk=process.pk).select_related("learner", "school").order_by("pk")


def begun(process: Process) -> list[Process]:
    """The rounds of its kind that began after this one, and the annual review of the plan that came of it; not those
    that were called off before they were held.
    """
    later = Q(kind=process.kind, pk__gt=process.pk)
    if process.ended == "received" and process.kind in MADE_AFTER:
        came = process.milestones.filter(kind="plan_received").values("noted_on")[:1]
        later |= Q(kind=ANNUAL_REVIEW, opened_on__gte=came, milestones__kind=MADE_AFTER[process.kind])
    found = Process.objects.filter(later, learner=process.learner_id).distinct()
    found = found.filter(~Q(ended="called-off") | Exists(HELD.filter(process=OuterRef("pk"))))
    return list(found.select_related("learner", "school", "review").order_by("pk"))


def why_left(process: Process) -> str:
    """Why a round that has ended is not opened again: somebody went on with the next."""
    closing = process.milestones.filter(kind=ENDED_BY.get(process.ended)).first()
    for later in begun(process):
        if not later.is_open:
            return f"The next one, from {in_words(later.started_on)}, was held since. This stays as it ended."
        if what := noted(later, closing if process.ended in BEGINS_NEXT else None):
            held = HELD.filter(process=later).exists()
            return (f"The next one has begun since, and something is noted in it: {what}. If that is a mistake too, "
                    f"take it back{'' if held else ' or call that round off'} first.")
    return ""


def noted(later: Process, closing: Milestone | None) -> str:
    """The first thing that was noted in a round; empty where it holds nothing but its beginning, written by what
    closed the one before.
    """
    if later.review:
        return f"a meeting is planned for {in_words(later.review.held_on)}"
    by_itself = closing is not None and later.opened_on == closing.noted_on
    for each in later.milestones.exclude(standing=Milestone.Standing.LATEST).order_by("on", "pk"):
        if each.kind not in STARTS or not by_itself or each.noted_on > later.opened_on:
            return f"“{book().milestones[each.kind].title}”, {in_words(each.on)}"
    lifted = Clock.objects.filter(process=later).exclude(exception__in=["", NOT_NEEDED])
    return "an exception to a time limit" if lifted.exists() else ""
