"""Dates set by law for those with an EHC plan, at different points of the year; and two requests on their way."""

from datetime import date, timedelta
from typing import Any

from goldenthread.home.demo.bank import seeded
from goldenthread.home.demo.career import next_school_day, school_day
from goldenthread.home.demo.roll import Site
from goldenthread.learners.models import Learner
from goldenthread.reviews.clocks import queries
from goldenthread.reviews.clocks.rules import ANNUAL_REVIEW, NEEDS_ASSESSMENT, PHASE_TRANSFER
from goldenthread.reviews.clocks.transfers import MEETING_FOR
from goldenthread.reviews.models import Clock, Process
from goldenthread.reviews.operations import clocks

# Where the first few annual reviews are, one line each: the round began so many days ago; then what happened, and how
# many days ago (or, below nought, is arranged for). As in a school that runs well, and that nobody answers in time
# always: one decision is late, and one set of papers.
ROUNDS: list[tuple[int, list[tuple[str, int]]]] = [
    (330, [("notice_given", 24), ("papers_sent", 22), ("meeting", 8)]),
    (350, [("notice_given", 50), ("papers_sent", 47), ("meeting", 33), ("report_sent", 22)]),
    (340, [("notice_given", 62), ("papers_sent", 60), ("meeting", 44), ("report_sent", 31), ("amend", 18),
           ("amendment_notice", 17)]),
    (300, [("arranged", -12), ("notice_given", 6)]),
    (310, []),
    (352, [("notice_given", 58), ("papers_sent", 56), ("meeting", 40), ("report_sent", 30), ("keep", 15)]),
]
REQUESTS: list[tuple[int, list[tuple[str, int]]]] = [
    (70, [("assess", 31), ("advice_asked", 29)]),
    (26, []),
]
# What happened in a round that is over, so many days before the authority decided to keep the plan.
IN_TIME = [("notice_given", 52), ("papers_sent", 45), ("meeting", 27), ("report_sent", 16), ("keep", 0)]
# A plan younger than this need not have had a review; an older one has, not earlier than so long after it was made.
FIRST_YEAR, EARLIEST = timedelta(days=330), timedelta(days=110)


def count_dates(site: Site) -> None:
    """Start every annual review and move; tell of the first few what happened in them."""
    with_plan = [learner for child, learner in site.pairs if child.sen.stage == "E"]
    rng = seeded(site.place.slug, "statutory")
    ago = [days for days, _ in ROUNDS] + [rng.randint(15, 270) for _ in with_plan]
    reviewed = {learner.pk: before(site, days) for learner, days in zip(with_plan, ago, strict=False)}
    bring_up_to_date(site, reviewed)
    rounds = clocks.start_many(by=site.team, on=site.today, openings=[
        clocks.Opening(learner, ANNUAL_REVIEW, reviewed[learner.pk], first="last_review") for learner in with_plan])
    moves = [each for each in queries.wanted(site.team, site.today) if each.kind == PHASE_TRANSFER]
    clocks.start_many(by=site.team, on=site.today, openings=[
        clocks.Opening(each.learner, each.kind, each.day, route=each.route) for each in moves])
    look_early(site)
    look_ahead(site)
    if site.full:
        for process, (_, happened) in zip(rounds, ROUNDS, strict=False):
            tell(site, process, happened)
        ask_for_two(site)


def bring_up_to_date(site: Site, reviewed: dict[int, date]) -> None:
    """The reviews that plans received long ago have had since, each within a year of the one before."""
    begun = Process.objects.filter(learner__in=reviewed, kind=ANNUAL_REVIEW, state="open",
                                   started_on__lt=site.today - FIRST_YEAR).select_related("learner")
    for first in begun:
        earliest = first.started_on + EARLIEST
        for day in years_before(max(reviewed[first.learner_id], earliest), earliest):
            process = clocks.running(first.learner, ANNUAL_REVIEW)
            tell(site, process or first, [(what, (site.today - day).days + days) for what, days in IN_TIME])


def years_before(last: date, first: date) -> list[date]:
    """A day, and its returns every 51 weeks before it that are not before another; oldest first."""
    days = []
    while last >= first:
        days.append(last)
        last -= timedelta(weeks=51)
    return days[::-1]


def look_early(site: Site) -> None:
    """The authority has thought in time about those who are under five."""
    waiting = Clock.objects.filter(school=site.school, rule="AR-UNDER5", met_on=None, due_on__lt=site.today,
                                   process__state="open").select_related("process__learner")
    for clock in waiting:
        clocks.happened(process=clock.process, what="considered", day=clock.due_on - timedelta(days=12), by=site.team,
                        on=site.today)


def look_ahead(site: Site) -> None:
    """The reviews that look at a move were held in time for it."""
    past = Clock.objects.filter(school=site.school, rule__in=MEETING_FOR.values(), met_on=None, due_on__lt=site.today)
    for clock in past.select_related("process__learner"):
        clocks.happened(process=clock.process, what="review_held", by=site.team, on=site.today,
                        day=school_day(clock.due_on - timedelta(days=24)))


def before(site: Site, days: int) -> date:
    return site.today - timedelta(days=days)


def ask_for_two(site: Site) -> None:
    """Two requests to assess learners on SEN support, one of them well on its way."""
    wanted = [learner for child, learner in site.pairs if child.sen.stage == "K" and not child.cast][:len(REQUESTS)]
    for learner, (days, happened) in zip(wanted, REQUESTS, strict=False):
        tell(site, request(site, learner, days), happened)


def request(site: Site, learner: Learner, days: int) -> Process:
    return clocks.start(learner=learner, kind=NEEDS_ASSESSMENT, day=before(site, days), by=site.team, on=site.today)


def tell(site: Site, process: Process, happened: list[tuple[str, int]]) -> None:
    """What happened in a process, by the same operations as from its page; its meeting on a day there was school, and
    what led to it as long before.
    """
    by: dict[str, Any] = {"by": site.team, "on": site.today}
    earlier = sum((before(site, days) - school_day(before(site, days)) for what, days in happened if what == "meeting"),
                  timedelta())
    for what, days in happened:
        day = before(site, days) - earlier
        if what == "meeting":
            earlier = timedelta()
        if what == "arranged":
            clocks.arrange(process=process, day=next_school_day(day), **by)
        elif what in {"keep", "amend", "assess"}:
            clocks.decided(process=process, decision=what, day=day, **by)
        else:
            clocks.happened(process=process, what=what, day=day, **by)
