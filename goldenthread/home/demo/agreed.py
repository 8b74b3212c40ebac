"""What people agreed to do for some of the learners, and what the rules call for on the demo's first morning."""

from datetime import timedelta

from goldenthread.actions import operations as doing
from goldenthread.actions.models import Action
from goldenthread.home.demo.bank import seeded
from goldenthread.home.demo.career import Career, school_day
from goldenthread.home.demo.roll import Site, ident
from goldenthread.home.demo.schools import Child
from goldenthread.learners.models import Learner
from goldenthread.people.models import Membership

# What, what for, and due so many days from today.
AGREED = [
    ("Ring the speech and language service about the next block", "{first} has been on their list since June", -3),
    ("Send the picture timetable home, printed and laminated", "Asked for at the review", 2),
    ("Try the seat by the window for a week and write down how it goes", "{first} chose it", 5),
    ("Ask the family how the new bedtime is going", "They said sleep is what they worry about", 6),
    ("Book the hearing test and tell the family the day", "Last tested two years ago", 12),
    ("Show the supply teachers {first}’s one page profile", "Two mornings went wrong with somebody new", 1),
    ("Write the story about the fire alarm with {first}", "The next practice is this term", 20),
]


def agree_things(site: Site, careers: dict[int, Career]) -> None:
    """A few in the schools told in full, given to those who teach the learner; some done, one dropped."""
    if site.full:
        given = [(child, learner) for child, learner in site.pairs
                 if careers[child.number].issued and child.cast != "blocked"]
        seeded(site.place.slug, "agreed").shuffle(given)
        star = [pair for pair in given if pair[0].cast == "learner"]
        others = [pair for pair in given if pair[0].cast != "learner"]
        whose = [*star, *star, *others]
        made = [agree(site, pair, line) for pair, line in zip(whose, [*AGREED, *AGREED], strict=False)]
        doing.done(action=made[-1], by=site.team, on=site.today)
        doing.drop(action=made[-2], why="The family has booked it themselves", by=site.team, on=site.today)
    doing.sweep(school=site.school, by=Membership.system(site.school), on=site.today)


def agree(site: Site, pair: tuple[Child, Learner], line: tuple[str, str, int]) -> Action:
    child, learner = pair
    what, why, due = line
    due_on = school_day(site.today + timedelta(days=due))
    tutor = site.tutors.get(child.tutor_group)
    return doing.agree(learner=learner, what=what.format(first=learner.first), why=why.format(first=learner.first),
                       owner=tutor[0] if tutor else None, due_on=due_on, by=site.team,
                       on=min(site.today, due_on), uuid=ident(site.place, "action", child.number, what))
