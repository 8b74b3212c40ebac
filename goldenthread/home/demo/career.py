"""Where each child's plan stands and how it came there: pure, in dates that count back from today."""

from dataclasses import dataclass
from datetime import date, timedelta

from goldenthread.home.demo.bank import seeded
from goldenthread.home.demo.schools import Child, Place

FIXED = {"learner": 2, "plan": 3, "blocked": 1, "looked-after": 2, "new": 0}
# How often a plan has been issued so many times; 0 is a draft, -1 not started.
CHANCES = {"E": {3: 35, 2: 45, 1: 15, 0: 5}, "K": {3: 5, 2: 22, 1: 33, 0: 18, -1: 22}}


@dataclass(frozen=True)
class Career:
    """The days a child's plan was issued, oldest first: none for a draft; not even `opened` where there is no plan."""

    opened: bool
    issued: tuple[date, ...] = ()
    review_by: date | None = None
    moved_on: bool = False  # the record has changed since the last version

    @property
    def started(self) -> date | None:
        return self.issued[0] if self.issued else None


def career(place: Place, child: Child, today: date) -> Career:
    """What became of this child's plan so far. Nobody's plan is older than their time at the school."""
    rng = seeded(place.slug, child.number, "career")
    chances = CHANCES[child.sen.stage]
    wanted = FIXED.get(child.cast, rng.choices(list(chances), list(chances.values()))[0])
    overdue = rng.random() < 0.1 and child.cast not in ("learner", "plan")
    last = today - timedelta(days=rng.randint(128, 150) if overdue else rng.randint(10, 112))
    days = [school_day(last - timedelta(days=n * rng.randint(105, 125))) for n in range(max(wanted, 0))]
    issued = tuple(sorted(day for day in days if day > child.joined + timedelta(days=18)))
    if not issued:
        return Career(opened=wanted >= 0, review_by=next_school_day(today + timedelta(days=rng.randint(12, 40))))
    review_by = issued[-1] + timedelta(weeks=17)
    if not overdue:
        review_by = max(review_by, today + timedelta(days=rng.randint(2, 30)))
    return Career(True, issued, school_day(review_by), moved_on=rng.random() < 0.45 or child.cast == "learner")


def school_day(day: date) -> date:
    """The day itself, or the last one before it on which a school is open."""
    if (7, 17) < (day.month, day.day) < (9, 2):
        day = day.replace(month=7, day=17)
    if (3, 27) < (day.month, day.day) < (4, 12):
        day = day.replace(month=3, day=27)
    if (day.month, day.day) >= (12, 20):
        day = day.replace(day=16)
    if (day.month, day.day) <= (1, 5):
        day = day.replace(month=1, day=7)
    return day - timedelta(days=max(0, day.weekday() - 4))


def next_school_day(day: date) -> date:
    """The day itself, or the first one after it on which a school is open."""
    while day != school_day(day):
        day += timedelta(days=1)
    return day
