"""A stored clock as a line people read: what, due when, whose duty, how it stands in words, and the law behind it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from goldenthread.reviews.clocks import school_days, transfers
from goldenthread.reviews.clocks.deadlines import plan_back
from goldenthread.reviews.clocks.policies import ENDED_BY, NOT_NEEDED, STARTS, is_left_behind
from goldenthread.reviews.clocks.rules import ANNUAL_REVIEW, FAMILY, Rule, book, named
from goldenthread.reviews.clocks.winding import ARRANGED, LATEST
from goldenthread.reviews.models import Clock, Milestone, Process
from goldenthread.schools.forms import in_words

MET, LIFTED, NEEDLESS, WAITS, OVERDUE, NEAR, AHEAD, OVER, ELAPSED, PASSED = (
    "met", "lifted", "needless", "waits", "overdue", "near", "ahead", "over", "elapsed", "passed")
# The tag each state wears.
TAGS = {MET: "met", LIFTED: "changed", NEEDLESS: "archived", WAITS: "note", OVERDUE: "overdue", NEAR: "due",
        AHEAD: "note", OVER: "archived", ELAPSED: "archived", PASSED: "archived"}


# Time that people have is no duty they fail in: it ends, and the authority may go on.
RESTING = {ELAPSED: ("Time over", "The time for an answer has passed. A late one may still be heard."),
           OVER: ("Not noted", "This round ended before anybody wrote it down."),
           PASSED: ("Not recorded", "The day of the meeting has come, and nobody wrote down that this was done."),
           WAITS: ("After the meeting", "Counted from the meeting, once it has been held.")}


@dataclass(frozen=True)
class Line:
    """`number` ties it to its point on the drawing. `do_by` is the last school day, where the date falls on none."""

    number: int
    rule: Rule
    clock: Clock
    state: str
    word: str
    sentence: str
    due: str
    do_by: date | None
    why_no_school: str

    @property
    def tag(self) -> str:
        return TAGS[self.state]

    @property
    def is_open(self) -> bool:
        return self.state in {OVERDUE, NEAR, AHEAD, WAITS}

    @property
    def may_be_noted(self) -> bool:
        """Still to be done, or the school's and not written down while its round lasted."""
        return bool(self.rule.met_by) and ((self.is_open and self.state != WAITS) or (
            self.state == OVER and self.rule.is_ours and self.clock.process.ended != "called-off"))


def line(clock: Clock, on: date, holidays: Iterable[school_days.Closure], number: int = 0,
         meeting_came: bool = False) -> Line:
    rule, holidays = named(clock.rule), list(holidays)
    state = state_of(clock, on)
    if meeting_came and rule.before_meeting and state in {OVERDUE, NEAR, AHEAD}:
        state = PASSED
    word, sentence = said(clock, state, on)
    why = school_days.why_no_school(clock.due_on, holidays) if state in {OVERDUE, NEAR, AHEAD, WAITS} else ""
    day = in_words(clock.due_on)
    # When the authority sees to its own duties is for the authority: a school day is named for those of the school.
    return Line(number, rule, clock, state, word, sentence, f"before {day}" if clock.before else day,
                school_days.do_by(clock.due_on, holidays) if why and rule.is_ours else None,
                why if rule.is_ours or school_days.closure_at(clock.due_on, holidays) else "")


def state_of(clock: Clock, on: date) -> str:
    if clock.met_on:
        return MET
    if clock.exception:
        return NEEDLESS if clock.exception == NOT_NEEDED else LIFTED
    if not clock.process.is_open and not is_left_behind(clock):
        return OVER
    if clock.expected:
        return WAITS
    if is_overdue(clock, on):
        return ELAPSED if clock.owed_by == FAMILY else OVERDUE
    return NEAR if clock.due_on <= on + notice(named(clock.rule)) else AHEAD


def is_overdue(clock: Clock, on: date) -> bool:
    """After its day, or on it where it was due before it."""
    return on >= clock.due_on if clock.before else on > clock.due_on


def notice(rule: Rule) -> timedelta:
    return timedelta(weeks=rule.notice_weeks)


def said(clock: Clock, state: str, on: date) -> tuple[str, str]:
    """A word for the tag, and what there is to say beside it."""
    if state == MET and clock.met_on:
        late = (clock.met_on - clock.due_on).days + clock.before
        return "Done", in_words(clock.met_on) + (f", {days(late)} late" if late > 0 else "")
    if state == LIFTED:
        return "Time limit lifted", f"{book().exceptions[clock.exception].title}: {clock.exception_why}"
    if state == NEEDLESS:
        return "Not needed", clock.exception_why
    if state in RESTING:
        return RESTING[state]
    left = (clock.due_on - on).days - clock.before
    if state == OVERDUE:
        return "Overdue", f"by {days(-left)}" if left else ""
    return ("Due" if state == NEAR else "Ahead"), ("today" if left == 0 else f"in {days(left)}")


def days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


@dataclass(frozen=True)
class Told:
    """A fact of a process, for its page."""

    key: str
    title: str
    on: date
    words: str
    may_go: bool


@dataclass(frozen=True)
class Round:
    """One process with its lines in order of date, what has been told of it, and where it stands."""

    process: Process
    lines: list[Line]
    told: list[Told]
    meeting: Milestone | None
    drawing: "Drawing | None"
    # What a move to another setting asks of an annual review under way.
    for_move: str = ""
    # Why a meeting that was held and concluded is not the one these dates are counted from.
    not_counted: str = ""

    @property
    def left(self) -> list[Line]:
        """What is still owed of a round that has ended."""
        return [] if self.process.is_open else [line for line in self.lines if line.is_open]

    @property
    def meeting_is_latest(self) -> bool:
        return self.meeting is not None and self.meeting.standing == LATEST


def told(process: Process, milestones: Iterable[Milestone]) -> list[Told]:
    """What has been noted. Of a round that has ended only what ended it may go."""
    words = {LATEST: "at the latest", ARRANGED: "arranged"}
    return [Told(each.kind, book().milestones[each.kind].title, each.on, words.get(each.standing, ""),
                 each.kind not in STARTS and each.standing != LATEST and (
                     process.is_open or ENDED_BY.get(process.ended) == each.kind))
            for each in milestones if each.kind in book().milestones]


def too_late_for_move(held_on: date, wanted: Clock | None) -> str:
    """Why a day is too late for an annual review meeting, in view of a move; empty where it is not, or none is ahead.
    `wanted` is the move's own time limit for it.
    """
    if wanted is None or held_on <= wanted.due_on:
        return ""
    return (f"The meeting has to be held by {in_words(wanted.due_on)}. "
            f"{transfers.why_early(wanted.process.route, wanted.triggered_on)}")


def for_move(process: Process, meeting: Milestone | None, wanted: Clock | None) -> str:
    """What to say of a move beside an annual review whose meeting has not been held."""
    if process.kind != ANNUAL_REVIEW or not process.is_open or meeting is None or wanted is None:
        return ""
    if meeting.standing == LATEST and is_for_move(process, wanted):
        return transfers.why_early(wanted.process.route, wanted.triggered_on)
    return too_late_for_move(meeting.on, wanted) if meeting.standing == ARRANGED else ""


def is_for_move(process: Process, wanted: Clock) -> bool:
    """Whether the move wants the meeting sooner than the year does."""
    year = next((each.due_on for each in process.clocks.all() if each.rule == "AR-CYCLE"), None)
    return year is None or wanted.due_on <= plan_back(year).meeting_by


# ---------------------------------------------------------------- the drawing

# In units of the drawing: the left and right edge, what a dot with its number takes, and the height of a row of them.
WIDTH, LEFT, RIGHT, ROOM, ROW = 360, 8, 26, 28, 18


@dataclass(frozen=True)
class Point:
    number: int
    x: int
    y: int
    state: str

    @property
    def text_x(self) -> int:
        return self.x + 7

    @property
    def text_y(self) -> int:
        return self.y - 8


@dataclass(frozen=True)
class Drawing:
    """Where each numbered date lies on a line of time; the table beside it says the same in words."""

    points: list[Point]
    first: date
    last: date
    today: int
    base: int
    width: int = WIDTH

    @property
    def tick(self) -> int:
        return self.base - 5

    @property
    def mark(self) -> int:
        """Where the mark of today ends, under the line."""
        return self.base + 10

    @property
    def foot(self) -> int:
        """Where the first and the last month stand."""
        return self.base + 25

    @property
    def height(self) -> int:
        return self.base + 40

    @property
    def today_word(self) -> int:
        """Where the word begins: under the mark, and never cut off at an edge."""
        return min(max(self.today - 14, 0), WIDTH - 40)


def draw(dates: Mapping[int, tuple[date, str]], on: date) -> Drawing | None:
    """Numbered dates with their states, from the earliest to the latest. Dates too close stand above each other."""
    if not dates:
        return None
    known = [on, *(day for day, _ in dates.values())]
    first, last = min(known), max(known)
    span = max((last - first).days, 1)

    def at(day: date) -> int:
        return LEFT + round((day - first).days * (WIDTH - LEFT - RIGHT) / span)

    rows: list[list[int]] = []
    placed: list[tuple[int, int, int, str]] = []
    for number, (day, state) in sorted(dates.items(), key=lambda item: (item[1][0], item[0])):
        x = at(day)
        row = next((row for row, xs in enumerate(rows) if x - xs[-1] >= ROOM), len(rows))
        if row == len(rows):
            rows.append([])
        rows[row].append(x)
        placed.append((number, x, row, state))
    base = len(rows) * ROW + 8
    points = [Point(number, x, base - 14 - row * ROW, state) for number, x, row, state in placed]
    return Drawing(points, first, last, at(on), base)
