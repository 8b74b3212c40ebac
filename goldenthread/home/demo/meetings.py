"""Reviews at every point of their life: held and concluded, being held, coming with views gathered. What is overdue
comes from the plans themselves, some of which wait too long.
"""

from datetime import date, time, timedelta

from goldenthread.home.demo.bank import seeded
from goldenthread.home.demo.career import Career, next_school_day, school_day
from goldenthread.home.demo.roll import Site
from goldenthread.learners.models import Learner
from goldenthread.outcomes.models import Outcome
from goldenthread.plans.models import Plan
from goldenthread.plans.templates import MAIN
from goldenthread.reviews import operations as doing
from goldenthread.reviews.models import Contribution, Invitation, Review

As, Route = Invitation.As, Invitation.Route
# How many of each there are in a school told in full.
CONCLUDED, COMING = 10, 3
FOUND = [
    ("working", "{first} asks for help with a card and waits for an answer.", "staff"),
    ("working", "Getting ready for school is calmer since the picture timetable came home.", "family"),
    ("not_working", "Mondays are hard, most of all after a weekend away.", "family"),
    ("change", "One adult meets {first} at the gate on Mondays, the same one each time.", "staff"),
    ("next", "Use the same picture timetable at home and at school.", ""),
]
SAID = {
    As.FAMILY: {"well-at-home": "{first} talks about school at tea now, and laughs about it.",
                "worries": "Sleep. Tired mornings turn into bad days.",
                "family-hopes-next": "To have a friend round to play."},
    As.TEACHER: {"working-with-you": "Starts work alone when the first line is on the board.",
                 "try-next": "Sit nearer the door for music, with ear defenders to hand."},
    As.LEARNER: {"school-feels": "Mostly all right\nMusic is too loud.", "good-things": "The garden and the library."},
}


def hold_reviews(site: Site, careers: dict[int, Career]) -> None:
    """A few of each kind in the schools that are told in full; the cast's own child has one coming."""
    if not site.full:
        return
    issued = [(learner, careers[child.number]) for child, learner in site.pairs
              if careers[child.number].issued and child.cast not in {"learner", "blocked"}]
    seeded(site.place.slug, "reviews").shuffle(issued)
    for learner, career in issued[:CONCLUDED]:
        conclude(site, learner, career.issued[-1], career.review_by)
    due = sorted((pair for pair in issued[CONCLUDED:] if pair[1].review_by and pair[1].review_by >= site.today),
                 key=lambda pair: pair[1].review_by or site.today)
    for learner, _ in due[:1]:
        begin(site, learner)
    for learner, career in due[1:COMING + 1]:
        soonest = site.today + timedelta(days=4)
        gather(site, learner, next_school_day(max(career.review_by or soonest, soonest)))
    if star := site.cast("learner"):
        gather(site, star, next_school_day(site.today + timedelta(days=12)), quiet=(As.FAMILY, As.LEARNER))


def plan_of(learner: Learner) -> Plan:
    return Plan.objects.select_related("learner__school").get(learner=learner, type=MAIN)


def ask_family(site: Site, review: Review, on: date) -> Invitation | None:
    """The first contact: by sign-in where they have an account, else by phone."""
    contact = review.learner.contacts.select_related("member__user").first()
    if contact is None:
        return None
    route = Route.SIGN_IN if contact.member else Route.PHONE
    return doing.invite(review=review, by=site.team, on=on, invitation=Invitation(
        contact=contact, member=contact.member, asked_as=As.FAMILY, route=route))


def write_down(site: Site, review: Review, on: date) -> None:
    """Who came, and what was found."""
    if family := ask_family(site, review, on):
        doing.note_who_came(invitation=family, came=True, capacity="contributed", by=site.team, on=on)
    for kind, text, voice in FOUND:
        name = family.name if family and voice == "family" else ""
        doing.find(review=review, kind=kind, text=text.format(first=review.learner.first), said_by=voice,
                   said_by_name=name, by=site.team, on=on)


def conclude(site: Site, learner: Learner, on: date, next_on: date | None) -> None:
    """The meeting behind the version in force, written up."""
    review = doing.plan_review(learner=learner, plan=plan_of(learner), kind="termly", held_on=on, by=site.team, on=on)
    write_down(site, review, on)
    if review.invitations.filter(came=True).exists():
        doing.conclude(review=review, by=site.team, on=on, next_on=next_on, key="demo")


def begin(site: Site, learner: Learner) -> None:
    """A meeting being held today, or on the last day there was school."""
    review = doing.plan_review(learner=learner, plan=plan_of(learner), kind="termly", held_on=school_day(site.today),
                               held_at=time(15, 30), by=site.team, on=site.today)
    write_down(site, review, site.today)
    outcomes = Outcome.objects.filter(learner=learner, level="term", closed_on=None, state="agreed")
    for outcome in outcomes.order_by("pk")[:1]:
        doing.judge(review=review, outcome=outcome, state="on_track", words="Nearly there.", by=site.team,
                    on=site.today)


def gather(site: Site, learner: Learner, held_on: date, quiet: tuple[str, ...] = ()) -> None:
    """A review to come, everybody asked; those who are not `quiet` have answered, and one answer is taken in."""
    review = doing.plan_review(learner=learner, plan=plan_of(learner), kind="termly", held_on=held_on,
                               held_at=time(15, 30), by=site.team, on=site.today)
    asked = [ask_family(site, review, site.today)]
    learner = review.learner = Learner.objects.select_related("account").get(pk=learner.pk)  # given an account since
    if learner.account:
        asked.append(doing.invite(review=review, by=site.team, on=site.today, invitation=Invitation(
            member=learner.account, name=learner.name, asked_as=As.LEARNER, route=Route.SIGN_IN)))
    asked += doing.ask_teachers(review=review, by=site.team, on=site.today)[:1]
    said = [answer for each in asked if each and each.asked_as not in quiet for answer in hear(site, each)]
    if said:
        doing.take_in(contribution=said[0], by=site.team, on=site.today)


def hear(site: Site, asked: Invitation) -> list[Contribution]:
    """What somebody says: on the form where they have an account, else by phone."""
    answers = {key: text.format(first=asked.review.learner.first) for key, text in SAID[As(asked.asked_as)].items()}
    if asked.member and asked.route == Route.SIGN_IN:
        return doing.answer(invitation=asked, answers=answers, key="demo", by=asked.member, on=site.today)
    return doing.answer_for(invitation=asked, answers=answers, route=Route.PHONE, by=site.team, on=site.today,
                            key="demo")
