"""Plans opened, issued, reviewed and issued again, in the order it would have happened: a child at a time."""

from dataclasses import replace
from datetime import date, timedelta

from goldenthread.home.demo.bank import bank, say
from goldenthread.home.demo.career import Career, school_day
from goldenthread.home.demo.roll import Site, ident
from goldenthread.home.demo.schools import Child
from goldenthread.home.demo.telling import ASKED_AGAIN, ask_again, july_after, what_we_do
from goldenthread.home.demo.texts import Teller
from goldenthread.learners.models import Learner
from goldenthread.outcomes.models import Outcome
from goldenthread.outcomes.operations import Noted, close, note_many, reword, set_outcome
from goldenthread.plans import operations as doing
from goldenthread.plans.composing import compose
from goldenthread.plans.models import Plan, PlanVersion
from goldenthread.plans.reading import open_body
from goldenthread.story.models import Entry
from goldenthread.story.operations import retire, revise, write_many

RESULTS = {"met": 62, "partly_met": 22, "not_met": 11, "stopped": 5}
GOING = {"ahead": 15, "expected": 55, "behind": 30}


def plan_for_everyone(site: Site, careers: dict[int, Career]) -> None:
    """The iPlan of each child who has one, through all its versions, and their one page profile.

    In the order of their last versions, the cast's own child at the end, whom people look for first under "lately".
    """
    opened = [(child, learner) for child, learner in site.pairs if careers[child.number].opened]
    for child, learner in sorted(opened, key=lambda pair: (pair[0].cast == "learner", careers[pair[0].number].issued)):
        live(site, child, learner, careers[child.number])


def live(site: Site, child: Child, learner: Learner, career: Career) -> None:
    """One child's plan from its opening to today."""
    teller, tutor = site.teller(child), site.tutors[child.tutor_group][0]
    opened = school_day((career.started or site.today) - timedelta(days=12))
    following = [*career.issued[1:], career.review_by]
    plan = doing.open_plan(learner=learner, by=site.team, on=max(opened, child.joined), key_person=tutor,
                           review_by=following[0])
    for number, on in enumerate(career.issued, start=1):
        changed = first_words(teller) if number == 1 else review(site, child, learner, number, on)
        plan = set_review(site, plan, following[number - 1], on)
        doing.issue(plan=plan, by=site.senco, on=on, what_changed=changed, key=f"demo-{number}")
    if not site.full:
        return
    if career.issued:
        doing.open_plan(learner=learner, by=site.team, on=career.issued[-1], type="one-page-profile",
                        review_by=career.review_by)
        move_on(site, child, learner, career)
        amend(site, child, plan, career.issued[-1])
    else:
        draft(site, teller, plan)


def set_review(site: Site, plan: Plan, review_by: date | None, on: date) -> Plan:
    """A version cannot be issued without a day to look at it again: that of the next version, where there was one."""
    if review_by is None or plan.review_by == review_by:
        return plan
    return doing.set_review_by(plan=plan, review_by=review_by, by=site.team, on=on)


def first_words(teller: Teller) -> str:
    rng = teller.rng("what-changed")
    return say(rng.choice(bank("general")["what-changed"]["first"].splitlines()), rng, teller.facts)


def review(site: Site, child: Child, learner: Learner, number: int, on: date) -> str:
    """A target closed and the next one set, everybody asked again; says in plain words what changed."""
    teller = replace(site.teller(child), round=number)
    note_how_it_goes(site, child, learner, teller, on - timedelta(days=20))
    done = Outcome.objects.filter(learner=learner, level="term", closed_on=None).order_by("pk").first()
    hear_again(site, child, learner, number, on)
    if done is None:
        return say("{first}, {mum_name} and {teacher} were asked again, and what they say has changed.",
                   teller.rng("what-changed"), teller.facts)
    rng = teller.rng("result")
    result = rng.choices(list(RESULTS), list(RESULTS.values()))[0]
    why = say(rng.choice(bank("general")["stopped-because"].splitlines()), rng, teller.facts)
    close(outcome=done, result=result, by=site.team, on=school_day(on - timedelta(days=1)),
          why=why if result == "stopped" else "")
    set_next(site, teller, done, result, on)
    carry_on(site, learner, on)
    facts = {**teller.facts, "done": done.wording}
    return say(rng.choice(bank("general")["what-changed"][result].splitlines()), rng, facts)


def set_next(site: Site, teller: Teller, done: Outcome, result: str, on: date) -> None:
    rng = teller.rng("next-step")
    line = rng.choice(bank("general")["next-step"][result].splitlines())
    facts = {**teller.facts, "done": done.wording.removeprefix("Again, in smaller steps: ").rstrip(".")}
    wording, measure, baseline, target, practise = (say(part, rng, facts).strip() for part in line.split(";;"))
    made = set_outcome(
        learner=done.learner, level="term", wording=wording, measure=measure, baseline=baseline, target=target,
        parent=done.parent, area=done.area, need=done.need, starts_on=on, by=site.team, on=on,
        due_on=max(on, school_day(on + timedelta(weeks=15))), **what_we_do(teller, done.area, wording),
        uuid=ident(site.place, teller.child.number, "next", teller.round))
    set_outcome(learner=done.learner, level="step", wording=practise, parent=made, area=done.area, need=done.need,
                starts_on=on, by=site.team, on=on, due_on=max(on, school_day(on + timedelta(weeks=5))),
                uuid=ident(site.place, teller.child.number, "next step", teller.round))


def carry_on(site: Site, learner: Learner, on: date) -> None:
    """At a review the small steps are done with, and what goes on past its day gets another one."""
    for outcome in Outcome.objects.filter(learner=learner, closed_on=None, due_on__lte=on).order_by("pk"):
        if outcome.level == "step":
            close(outcome=outcome, result="met", by=site.team, on=school_day(on - timedelta(days=1)))
        elif outcome.origin != "ehc_plan":
            later = july_after(on) if outcome.level == "year" else school_day(on + timedelta(weeks=15))
            reword(outcome=outcome, revision=outcome.revision, by=site.team, on=on, due_on=max(on, later))


def hear_again(site: Site, child: Child, learner: Learner, number: int, on: date) -> None:
    """New words from everybody under the fields they were asked about; what they said before leaves the record."""
    for entry in Entry.objects.filter(learner=learner, field__in=ASKED_AGAIN, retired_on=None):
        retire(entry=entry, why="Asked again at the review", by=site.team, on=on)
    for by, lines in ask_again(site, child, learner, number, on).items():
        write_many(lines=lines, by=by, on=on)


def note_how_it_goes(site: Site, child: Child, learner: Learner, teller: Teller, on: date) -> None:
    """A note on each short-term target, by the assistant where they could already see the child."""
    targets = Outcome.objects.filter(learner=learner, level__in=["term", "step"], closed_on=None).order_by("pk")
    rows = []
    for outcome in targets if site.full else targets[:1]:
        rng = teller.rng(f"progress/{outcome.uuid}/{on:%j}")
        judgement = rng.choices(list(GOING), list(GOING.values()))[0]
        text = say(rng.choice(bank("general")["progress"][judgement].splitlines()), rng, teller.facts)
        rows.append(Noted(outcome.uuid, judgement, text))
    by = site.helpers[child.tutor_group][0] if on >= max(site.year.starts_on, child.joined) else site.team
    note_many(rows=rows, by=by, on=on, key=ident(site.place, child.number, "progress", on))


def move_on(site: Site, child: Child, learner: Learner, career: Career) -> None:
    """Life after the last version: progress since, and for some a record that says more than the version does."""
    last, teller = career.issued[-1], replace(site.teller(child), round=len(career.issued) + 1)
    if (site.today - last).days > 30:
        note_how_it_goes(site, child, learner, teller, school_day(site.today - timedelta(days=6)))
    if not career.moved_on:
        return
    helper, tutor = site.helpers[child.tutor_group][0], site.tutors[child.tutor_group][0]
    for field, by in (("how-to-support", helper), ("strategies", tutor)):
        entry = Entry.objects.filter(learner=learner, field=field, retired_on=None).first()
        if entry and (child.cast or teller.rng(f"revised/{field}").random() < 0.7):
            more = teller.words(field, teller.told()[0].told["help" if by == helper else "strategies"].splitlines(), 9)
            revise(entry=entry, text=with_one_more(entry.text, more), revision=entry.revision, by=by, on=site.today)


def amend(site: Site, child: Child, plan: Plan, issued: date) -> None:
    """Two of the cast show what can be done to a version: one is corrected, from the other a line is taken back."""
    version = PlanVersion.objects.get(plan=plan, standing__state="current")
    nodes = {node.data.get("field"): node for node in open_body(version).nodes}
    on = school_day(min(site.today, issued + timedelta(days=6)))
    if child.cast == "plan" and "agreed" in nodes:
        right = nodes["agreed"].data["text"].replace("We meet again", "All of us meet again")
        doing.correct(version=version, patches={nodes["agreed"].id: {"text": right}}, by=site.senco, on=on,
                      reason="A word was missing: all of us meet.", key="demo-correction")
    if child.cast == "looked-after" and "home" in nodes:
        doing.withdraw(plan=plan, node=nodes["home"].id, reason="confidential", by=site.senco, on=on,
                       note="The foster family asked for it to be taken out.")


def with_one_more(text: str, more: str) -> str:
    """The list with the first line that it did not have yet."""
    return "\n".join([text, *[line for line in more.splitlines() if line not in text][:1]])


def draft(site: Site, teller: Teller, plan: Plan) -> None:
    """A draft being written: some sections done, in most cases open to all who work with the child."""
    written = {section.key for section in compose(plan, site.today).sections if section.nodes}
    for section in ("about-me", "strengths"):
        if section in written and teller.rng(f"section/{section}").random() < 0.5:
            doing.mark_section(plan=plan, section=section, state="complete", by=site.team, on=site.today)
    if teller.rng("let in").random() < 0.7:
        doing.let_in(plan=plan, member=None, by=site.team, on=site.today)
