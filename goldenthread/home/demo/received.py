"""EHC plans as they came from the authority, whose outcomes begin the thread; and plans cut from the same thread."""

from collections.abc import Iterator
from datetime import date, timedelta

from goldenthread.home.demo.bank import say, seeded
from goldenthread.home.demo.career import Career, school_day
from goldenthread.home.demo.needs import Shown
from goldenthread.home.demo.roll import Site
from goldenthread.home.demo.schools import LA, Child
from goldenthread.home.demo.telling import due
from goldenthread.home.demo.texts import Teller
from goldenthread.home.demo.threads import Hope, threads
from goldenthread.learners.codes import area_of
from goldenthread.learners.models import Learner
from goldenthread.outcomes.models import Outcome
from goldenthread.plans import operations as doing
from goldenthread.plans import policies
from goldenthread.plans.composing import compose
from goldenthread.plans.models import Plan
from goldenthread.plans.received import triples

# How many learners of a school that is not told in full have their EHC plan typed in.
A_FEW = 4
IEPS, REPORTS = 12, 3
ASKED = "{first} and {mum_name} were asked at home and in school."
TERM = "The targets for this term, agreed together."


def receive_plans(site: Site, careers: dict[int, Career]) -> dict[tuple[int, str], Outcome]:
    """The EHC plans that came, and the outcomes made of them, by child and wording."""
    there = list(with_plan(site, careers))
    found: dict[tuple[int, str], Outcome] = {}
    for child, learner in there if site.full else there[:A_FEW]:
        teller, starts = site.teller(child), written_on(careers[child.number], child, site.today)
        hopes = [hope for top in threads(teller) for hope in top.steps]
        made = doing.receive(
            learner=learner, dated_on=starts, received_on=school_day(starts + timedelta(days=3)), from_authority=LA,
            by=site.team, on=site.today, key="demo-ehc", note="Final plan, by post and by e-mail.",
            triples=list(rows(teller, hopes, child, starts, site.year.ends_on)),
            words={"a": say(ASKED, teller.rng("ehc"), teller.facts), "i": f"{site.school.name}, a mainstream school."})
        found |= {(child.number, row.wording): row.outcome for row in triples(made)}
    return found


def with_plan(site: Site, careers: dict[int, Career]) -> Iterator[tuple[Child, Learner]]:
    return ((child, learner) for child, learner in site.pairs
            if child.sen.stage == "E" and careers[child.number].opened)


def written_on(career: Career, child: Child, today: date) -> date:
    """Before the school's own plan began, and not before the child was born to this school's roll."""
    return school_day((career.started or today) - timedelta(days=seeded(child.number, "ehc").randint(30, 300)))


def rows(teller: Teller, hopes: list[Hope], child: Child, starts: date, this_year: date) -> Iterator[doing.Told]:
    """Each outcome with the need it answers, as it shows in this child, and what is to be provided."""
    for shown, hope in paired(teller, hopes):
        rng = teller.rng(f"ehc/{hope.wording}")
        need = teller.describes(shown)
        seen, support = (say(rng.choice(shown.told[part].splitlines()), rng, teller.facts)
                         for part in ("seen", "support"))
        yield doing.Told(need=f"{need} {seen}", outcome=hope.wording, provision=support, area=hope.area,
                         due_on=due("key_stage", child, starts, this_year))


def paired(teller: Teller, hopes: list[Hope]) -> Iterator[tuple[Shown, Hope]]:
    for hope in hopes:
        yield next(shown for shown in teller.told() if area_of(shown.type) == hope.area), hope


def cut_from_the_thread(site: Site, careers: dict[int, Career]) -> None:
    """An IEP for the first learners with an EHC plan, and the report of an annual review being written for a few."""
    if not site.full:
        return
    for number, (child, learner) in enumerate(with_plan(site, careers)):
        career = careers[child.number]
        if career.issued and number < IEPS:
            iep = doing.open_plan(learner=learner, type="iep", by=site.team, on=career.issued[-1],
                                  review_by=career.review_by)
            if number % 4 != 3:
                issue(site, iep, site.today - timedelta(days=3))
        if number < REPORTS:
            doing.open_plan(learner=learner, type="annual-review", by=site.team, on=site.today,
                            review_by=site.today + timedelta(days=360))


def issue(site: Site, plan: Plan, on: date) -> None:
    """With what is not told about this child marked as not needed."""
    if plan.review_by is None or plan.review_by <= on:
        return
    for each in policies.to_do(plan, compose(plan, on), set(), on):
        doing.mark_section(plan=plan, section=each.section, state="not-needed", by=site.team, on=on)
    doing.issue(plan=plan, by=site.senco, on=on, key="demo-1", what_changed=TERM)
