"""Writing the records and the threads of a whole school: a few calls that take many."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from goldenthread.home.demo.bank import say
from goldenthread.home.demo.career import Career, school_day
from goldenthread.home.demo.roll import Site, ident
from goldenthread.home.demo.schools import Child
from goldenthread.home.demo.texts import Said, Teller, record
from goldenthread.home.demo.threads import Hope, threads
from goldenthread.learners.codes import area_of
from goldenthread.learners.models import Learner, Need
from goldenthread.outcomes.levels import SHORT_TERM
from goldenthread.outcomes.models import Outcome
from goldenthread.outcomes.operations import reword, set_many
from goldenthread.people.models import Membership
from goldenthread.story.fields import FIELDS
from goldenthread.story.operations import Line, write_many

# Fields that only the SENCO's team writes, whoever's words they are.
FOR_THE_TEAM = {"senco-notes", "social-care", "advice", "health", "history", "home", "differences"}
OFTEN = ("Every day.", "Three times a week, ten minutes.", "Twice a week, in a group of {3-4}.", "In every lesson.")
ASKED_AGAIN = {"learner-concerns", "views-of-family", "views-of-staff"}


def write_records(site: Site, careers: dict[int, Career]) -> None:
    """What everybody said, before the first version; each writer's entries in one call."""
    lines: dict[Membership, list[Line]] = defaultdict(list)
    for child, learner in site.pairs:
        teller, career = site.teller(child), careers[child.number]
        for said in told_so_far(teller, career, full=site.full):
            lines[writer(site, child, said)].append(as_line(site, child, learner, said, career.started))
    for member, theirs in lines.items():
        write_many(lines=theirs, by=member, on=site.today)


def told_so_far(teller: Teller, career: Career, *, full: bool) -> list[Said]:
    """The whole record where a version was issued; half of it in a draft; a teacher's start where there is no plan."""
    if career.issued:
        return record(teller, full=full)
    entries = record(teller, full=False)
    if not career.opened:
        return [said for said in entries if said.field in ("strategies", "views-of-staff")]
    missing = teller.rng("missing").choice(["family", "family", "learner", "nobody"])
    return [said for said in entries if said.said_by != missing]


def writer(site: Site, child: Child, said: Said) -> Membership:
    """The learner's words are written down by the assistant, staff write their own, the SENCO's team the rest."""
    if said.field in FOR_THE_TEAM or FIELDS[said.field].audience == "senco" or said.said_by == "family":
        return site.team
    helper, tutor = site.helpers[child.tutor_group][0], site.tutors[child.tutor_group][0]
    return helper if said.said_by == "learner" or said.name == helper.name else tutor


def as_line(site: Site, child: Child, learner: Learner, said: Said, before: date | None, round_: int = 1) -> Line:
    anchor = before or site.today
    happened = anchor - timedelta(days=3 * said.weeks_ago if said.source_kind == "comment" else 7 * said.weeks_ago)
    # Nothing was said here before they came; a report may be older than that.
    happened = happened if said.source_kind != "comment" else max(happened, child.joined)
    return Line(learner=learner, field=said.field, text=said.text, said_by=said.said_by, said_by_name=said.name,
                how_gathered=said.how, source_kind=said.source_kind, source_label=said.source,
                happened_on=min(school_day(happened), site.today),
                uuid=ident(site.place, child.number, said.field, said.name, said.text[:40], round_))


def set_threads(site: Site, careers: dict[int, Career], received: dict[tuple[int, str], Outcome]) -> None:
    """Every learner's thread, a call for each level from the top down. `received` are outcomes that came with an EHC
    plan, by child and wording: they are not set again but led towards.
    """
    needs: dict[int, list[Need]] = defaultdict(list)
    for need in Need.objects.filter(school=site.school, ends_on=None).order_by("rank"):
        needs[need.learner_id].append(need)
    level: list[tuple[Outcome, Hope, Child]] = [
        (as_outcome(site, child, learner, hope, None, needs[learner.pk], careers[child.number]), hope, child)
        for child, learner in site.pairs if careers[child.number].opened
        for hope in threads(site.teller(child))]
    while level:
        fresh = iter(set_many(by=site.team, on=site.today, outcomes=[
            outcome for outcome, hope, child in level if (child.number, hope.wording) not in received]))
        made = [under(there, outcome, site) if (there := received.get((child.number, hope.wording))) else next(fresh)
                for outcome, hope, child in level]
        level = [(as_outcome(site, child, above.learner, step, above, needs[above.learner_id], careers[child.number]),
                  step, child)
                 for above, (_, hope, child) in zip(made, level, strict=True) for step in hope.steps]


def under(received: Outcome, planned: Outcome, site: Site) -> Outcome:
    """An outcome of an EHC plan, led towards what the learner hopes for, with how we will know."""
    return reword(outcome=received, revision=received.revision, parent=planned.parent, measure=planned.measure,
                  baseline=planned.baseline, target=planned.target, by=site.team, on=site.today)


def as_outcome(site: Site, child: Child, learner: Learner, hope: Hope, above: Outcome | None, needs: Iterable[Need],
               career: Career) -> Outcome:
    starts = school_day((career.started or site.today) - timedelta(days=2))
    doing = what_we_do(site.teller(child), hope.area, hope.wording) if hope.level in SHORT_TERM else {}
    return Outcome(
        uuid=ident(site.place, child.number, hope.level, hope.wording), learner=learner, level=hope.level, parent=above,
        area=hope.area, need=next((need for need in needs if need.area == hope.area), None), wording=hope.wording,
        measure=hope.measure, baseline=hope.baseline, target=hope.target, starts_on=starts,
        due_on=due(hope.level, child, starts, site.year.ends_on), **doing)


def what_we_do(teller: Teller, area: str, wording: str) -> dict[str, str]:
    """One of the things that work for this child, how often, and who does it."""
    rng = teller.rng(f"doing/{wording}")
    shown = next((shown for shown in teller.told() if area_of(shown.type) == area), teller.told()[0])
    line = f"{rng.choice(shown.told['strategies'].splitlines())} {rng.choice(OFTEN)}"
    return {"strategies": say(line, rng, teller.facts), "who_helps": say("{ta} and {teacher}", rng, teller.facts)}


def due(level: str, child: Child, starts: date, this_year: date) -> date | None:
    """By the level: no day for an aspiration; the end of the key stage or the year; a term; a fortnight or two."""
    year = 0 if child.nc_year == "R" else int(child.nc_year)
    ends = next((end for end in (2, 6, 9, 11) if end >= year), year)
    return {"aspiration": None, "key_stage": july_after(this_year - timedelta(days=60), ends - year),
            "year": july_after(starts), "term": max(starts, school_day(starts + timedelta(weeks=15))),
            "step": max(starts, school_day(starts + timedelta(weeks=5)))}[level]


def july_after(day: date, years: int = 0) -> date:
    """The end of the school year that a day falls in, or so many years later."""
    return school_day(date(day.year + ((day.month, day.day) >= (7, 10)) + years, 7, 17))


def ask_again(site: Site, child: Child, learner: Learner, round_: int, on: date) -> dict[Membership, list[Line]]:
    """What the learner, the family and the teacher say at a review, of what they were asked before, by who writes it.

    Last year's staff are not given back their access: what was said then is written down by the SENCO's team.
    """
    teller, lines = replace(site.teller(child), round=round_), defaultdict(list)
    for said in record(teller, full=False):
        if said.field in ASKED_AGAIN:
            line = as_line(site, child, learner, said, on, round_)
            by = writer(site, child, said) if on >= max(site.year.starts_on, child.joined) else site.team
            lines[by].append(replace(line, happened_on=school_day(on - timedelta(days=2))))
    return lines
