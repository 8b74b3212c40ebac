"""Dates set by law for those with an EHC plan, at different points of the year; and two requests on their way."""

from datetime import date, timedelta

from goldenthread.home.demo.bank import seeded
from goldenthread.home.demo.career import school_day
from goldenthread.home.demo.roll import Site
from goldenthread.learners.models import Learner
from goldenthread.reviews.clocks import queries
from goldenthread.reviews.clocks.rules import ANNUAL_REVIEW, NEEDS_ASSESSMENT, PHASE_TRANSFER
from goldenthread.reviews.models import Process
from goldenthread.reviews.operations import clocks

# Where the first few annual reviews are, one line each: the round began so many days ago; then what happened, and how
# many days ago (or, below nought, is arranged for).
ROUNDS: list[tuple[int, list[tuple[str, int]]]] = [
    (330, [("notice_given", 24), ("papers_sent", 22), ("meeting", 8)]),
    (350, [("notice_given", 50), ("papers_sent", 47), ("meeting", 33), ("report_sent", 22)]),
    (340, [("notice_given", 62), ("meeting", 44), ("report_sent", 31), ("amend", 18), ("amendment_notice", 17)]),
    (300, [("arranged", -20), ("notice_given", 3)]),
    (342, []),
    (352, [("meeting", 40), ("report_sent", 30), ("keep", 15)]),
]
REQUESTS: list[tuple[int, list[tuple[str, int]]]] = [
    (70, [("assess", 31), ("advice_asked", 29)]),
    (26, []),
]


def count_dates(site: Site) -> None:
    """Start every annual review and move; tell of the first few what happened in them."""
    with_plan = [learner for child, learner in site.pairs if child.sen.stage == "E"]
    rng = seeded(site.place.slug, "statutory")
    ago = [days for days, _ in ROUNDS] + [rng.randint(15, 290) for _ in with_plan]
    rounds = clocks.start_many(by=site.team, on=site.today, openings=[
        clocks.Opening(learner, ANNUAL_REVIEW, before(site, days), first="last_review")
        for learner, days in zip(with_plan, ago, strict=False)])
    moves = [each for each in queries.wanted(site.team, site.today) if each.kind == PHASE_TRANSFER]
    clocks.start_many(by=site.team, on=site.today, openings=[
        clocks.Opening(each.learner, each.kind, each.day, route=each.route) for each in moves])
    if site.full:
        for process, (_, happened) in zip(rounds, ROUNDS, strict=False):
            tell(site, process, happened)
        ask_for_two(site)


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
    """What happened in a process, by the same operations as from its page."""
    by = {"by": site.team, "on": site.today}
    for what, days in happened:
        day = before(site, days)
        if what == "arranged":
            clocks.arrange(process=process, day=school_day(day), **by)
        elif what in {"keep", "amend", "assess"}:
            clocks.decided(process=process, decision=what, day=day, **by)
        else:
            clocks.happened(process=process, what=what, day=day, **by)
