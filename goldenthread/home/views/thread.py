"""One learner's golden thread: a picture and a nested list, from what they hope for down to the next step."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.audit.operations import read
from goldenthread.home.thread.drawing import NIL
from goldenthread.home.thread.knots import Knot, Mend, Mender, every, knots
from goldenthread.home.thread.part import Part, part
from goldenthread.learners.models import Learner
from goldenthread.learners.queries import banner
from goldenthread.outcomes import queries
from goldenthread.outcomes.gaps import Gap
from goldenthread.outcomes.levels import EHC_PLAN, LEVELS
from goldenthread.outcomes.models import Outcome
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import now, today
from goldenthread.story.views.finding import reader_at

SETS, NOTES = Permission.OUTCOMES_SET, Permission.PROGRESS_NOTE
NEW_DAY = "Set a new day"
# What can be done about a gap, who may, and where.
MENDS = {
    "overdue": [("Close it with a result", SETS, "outcomes:close", ""),
                (NEW_DAY, SETS, "outcomes:change", "#id_due_on_0")],
    "no_measure": [("Say how we will know", SETS, "outcomes:change", "#id_measure")],
    "no_progress": [("Note progress", NOTES, "outcomes:list", "#outcome-" + str(NIL))],
    "nothing_under": [("Set what leads to it", SETS, "outcomes:new", "?under=" + str(NIL))],
}
ABOUT_ONE = {"outcomes:change", "outcomes:close"}


@require_safe
@at_school(Permission.DRAFT_READ)
def page(request: SchoolRequest, pk: int) -> HttpResponse:
    """What is over is folded away unless asked for; of a long thread so is what is furthest down."""
    reader, show = reader_at(request, pk), request.GET.get("closed") == "show"
    learner = reader.learner
    read(by=request.member, learner=learner, now=now())
    strands = queries.thread(learner, reader, today(), people=False)
    whole = [strand.outcome for strand in every(strands)]
    trees = knots(strands, mender(request, learner), closed=show)
    shown, top = part(trees, request.GET.get("branch", ""), request.GET.get("page")), "?closed=show&" if show else "?"
    return render(request, "home/thread.html", {
        "banner": banner(learner, request.member, today()), "learner": learner, "part": shown,
        "any": bool(whole), "shown": show, "over": sum(not outcome.is_open for outcome in whole),
        "top": top, "branch": f"{top}branch={NIL}", "gaps": gaps(shown, top), "counts": counts(whole),
        "may_set": request.member.may(Permission.OUTCOMES_SET)})


def gaps(shown: Part, top: str) -> list[tuple[Knot, Mend, str]]:
    """What is missing in this part of the thread, with where it stands: on this page, or folded away."""
    here = {knot.outcome.pk for knot in every(shown.trees)}
    return [(knot, gap, f"#knot-{uuid}" if knot.outcome.pk in here else f"{top}branch={uuid}")
            for knot in shown.all for gap in knot.gaps for uuid in [knot.outcome.uuid]]


def mender(request: SchoolRequest, learner: Learner) -> Mender:
    """Says of each gap what this member may do about it."""
    at = {"slug": request.school.slug, "pk": learner.pk}
    # Asked for once each: an address is dear to make, and a thread can have hundreds of gaps.
    ways = {key: [(act, reverse(name, kwargs={**at, "uuid": NIL} if name in ABOUT_ONE else at) + rest)
                  for act, needed, name, rest in mends if request.member.may(needed)] for key, mends in MENDS.items()}

    def mend(outcome: Outcome, gap: Gap) -> Mend:
        # The day of an outcome of an EHC plan is the authority's.
        return Mend(gap.words, tuple((act, href.replace(str(NIL), str(outcome.uuid))) for act, href in ways[gap.key]
                                     if act != NEW_DAY or outcome.origin != EHC_PLAN))

    return mend


def counts(whole: list[Outcome]) -> str:
    """1 aspiration, 3 for the year, 4 next steps."""
    numbers = [(sum(outcome.level == level and outcome.is_open for outcome in whole), words)
               for level, words in WORDS.items()]
    return ", ".join(f"{number} {words[number > 1]}" for number, words in numbers if number)


WORDS = dict(zip(LEVELS, (("aspiration", "aspirations"), ("for the key stage",) * 2, ("for this year",) * 2,
                          ("for this term",) * 2, ("next step", "next steps")), strict=True))
