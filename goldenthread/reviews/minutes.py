"""The page of a meeting, as its boxes show what is kept; `typed` reads what people put into them.

Each row carries what it held when the page was opened (`had`), so that only what a person changed is sent on, and two
who write at once do not undo each other.
"""

import uuid
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from goldenthread.learners.audiences import READS
from goldenthread.learners.policies import Reader
from goldenthread.outcomes.models import Outcome
from goldenthread.outcomes.queries import outcomes, seen_by, with_below
from goldenthread.people.models import Membership
from goldenthread.plans.review_dates import months_after
from goldenthread.reviews.builders import audience_of
from goldenthread.reviews.clocks.late import next_by
from goldenthread.reviews.meetings import MEETINGS, Box, Meeting
from goldenthread.reviews.models import Contribution, Finding, Invitation, Review
from goldenthread.reviews.people import members
from goldenthread.reviews.queries import Asked, Board, asked, board
from goldenthread.reviews.questions import voice_of
from goldenthread.reviews.states import COMES_ROUND, Came
from goldenthread.schools.forms import DayInput
from goldenthread.story.voices import VOICES

AGREED = Finding.What.AGREED
ORDER = list(Invitation.As.values)  # the learner first


@dataclass(frozen=True)
class Line:
    """A line of the minutes. `who` is whose words it is ("family:Grace Okafor"), or of what was agreed who does it:
    such a name, or the number of a member.
    """

    uuid: str
    kind: str
    text: str = ""
    who: str = ""
    due: tuple[str, str, str] = ("", "", "")
    revision: int = 0
    had: str = ""
    trouble: str = ""
    people: tuple[tuple[str, str], ...] = ()

    @property
    def mark(self) -> str:
        return "\n".join([self.who, "-".join(self.due), self.text])

    @property
    def voice(self) -> str:
        return self.who.partition(":")[0]

    @property
    def due_on(self) -> date | None:
        day, month, year = self.due
        return date(int(year), int(month), int(day)) if year else None

    @property
    def who_name(self) -> str:
        return next((name for key, name in self.people if key == self.who), "")


@dataclass(frozen=True)
class Judged:
    """An outcome, how the meeting judges it, and beside it how it last went."""

    outcome: Outcome
    state: str = ""
    words: str = ""
    had: str = ""
    trouble: str = ""

    @property
    def uuid(self) -> str:
        return str(self.outcome.uuid)

    @property
    def mark(self) -> str:
        return f"{self.state}\n{self.words}"


@dataclass(frozen=True)
class Chair:
    """Somebody asked, and whether they are here."""

    invitation: Invitation
    came: bool = False
    capacity: str = ""
    had: str = ""
    trouble: str = ""

    @property
    def uuid(self) -> str:
        return str(self.invitation.uuid)

    @property
    def mark(self) -> str:
        return f"{int(self.came)}|{self.capacity}"


@dataclass
class Page:
    """Everything on the page of one meeting, for one reader."""

    review: Review
    meeting: Meeting
    voices: tuple[tuple[str, str], ...]
    doers: tuple[tuple[str, str], ...]
    asked: list[Asked]
    chairs: list[Chair]
    lines: dict[str, list[Line]]
    judged: list[Judged]
    board: Board

    @property
    def boxes(self) -> list[tuple[Box, list[Line], Line]]:
        """Each box of this kind of meeting with its lines and an empty one. A box that holds something is never left
        out, whatever the pack says later.
        """
        return [(box, self.lines[box.kind], self.empty(box.kind)) for box in self.meeting.boxes]

    @property
    def folded(self) -> list[Judged]:
        """Outcomes further ahead, folded away until one of them is judged."""
        return [each for each in self.judged if each.outcome.level in self.meeting.folded]

    @property
    def near(self) -> list[Judged]:
        return [each for each in self.judged if each.outcome.level not in self.meeting.folded]

    @property
    def unfold(self) -> bool:
        return not self.near or any(each.state or each.words or each.trouble for each in self.folded)

    @property
    def choice(self) -> Line:
        """The recommendation of which one is made: one line, known by the review it is of."""
        number = choice_of(self.review)
        found = next((line for line in self.lines[Finding.What.RECOMMENDATION] if line.uuid == number), None)
        return found or Line(number, Finding.What.RECOMMENDATION)

    @property
    def agreed(self) -> tuple[list[Line], Line]:
        return self.lines[AGREED], self.empty(AGREED)

    def empty(self, kind: str) -> Line:
        return Line(str(uuid.uuid4()), kind, people=self.doers if kind == AGREED else self.voices)


def standing(review: Review, on: date) -> date | None:
    """The day by which the plan is looked at again anyway, where this meeting is no round of it: an interim review
    leaves it as it was told, unless somebody says another.
    """
    day = review.plan.review_by if review.plan and review.kind not in COMES_ROUND else None
    return day if day and day > on else None


def proposed(review: Review, on: date) -> date:
    """The day of the next review: the one the meeting agreed, else the one that stands, else as its kind says, or the
    law where that is sooner.
    """
    ahead = months_after(review.held_on, MEETINGS[review.kind].next_months)
    return review.next_on or standing(review, on) or min(ahead, next_by(review) or ahead)


def choice_of(review: Review) -> str:
    return str(uuid.uuid5(review.uuid, "recommendation"))


# -- what is kept ----------------------------------------------------------------------------------------------------


def page_of(review: Review, reader: Reader, on: date) -> Page:
    """What stands on the page. The same questions however much was written and however many came."""
    heard = sorted(asked(review), key=lambda each: ORDER.index(each.invitation.asked_as))
    found = board(review, reader)
    voices = voices_at(review, reader.member, [each.invitation for each in heard])
    doers = doers_of(review, voices, on)
    meeting = MEETINGS[review.kind]
    judged = [kept_judgement(each, found.judgements.get(each.pk)) for each in to_judge(reader, meeting)]
    return Page(
        review, meeting, voices, doers, heard, [kept_chair(each.invitation) for each in heard],
        {kind: [kept_line(each, doers if kind == AGREED else voices) for each in rows]
         for kind, rows in found.findings.items()}, judged, found)


def to_judge(reader: Reader, meeting: Meeting) -> list[Outcome]:
    """The open outcomes this reader may read, what is worked on now first."""
    levels = [*meeting.levels, *meeting.folded]
    mine = with_below(seen_by(reader, outcomes(reader.learner)))
    rows = [each for each in mine if each.is_open and each.level in levels]
    return sorted(rows, key=lambda each: (levels.index(each.level), each.due_on or date.max, each.pk))


def voices_at(review: Review, by: Membership, invited: list[Invitation]) -> tuple[tuple[str, str], ...]:
    """Whose words a line can be in: everybody's together, the learner's, those asked, and whoever writes."""
    found = {"": "Everybody together", f"learner:{review.learner.first}": review.learner.first}
    for each in invited:
        if each.asked_as != Invitation.As.LEARNER:
            found[f"{voice_of(each)}:{each.name}"] = f"{each.name}, {each.role}" if each.role else each.name
    for member in (review.chair, by):
        found.setdefault(f"staff:{member.name}", member.name)
    return tuple(found.items())


def doers_of(review: Review, voices: tuple[tuple[str, str], ...], on: date) -> tuple[tuple[str, str], ...]:
    """Who can be given something to do: those who work with the learner, and by name the learner, the family and those
    without an account, who have no list of actions: theirs is told in the plan, and the SENCO asks after it.
    """
    able = members(review.learner, on)
    staff = [each for each in able if each.kind not in {"family", "learner"}]
    family = {f"family:{each.name}": each.name for each in able if each.kind == "family"}
    names = {each.name for each in staff}
    others = family | {key: name for key, name in voices if key not in family and key.partition(":")[2] not in names}
    return (("", "Choose who"), *((str(each.pk), each.name) for each in staff),
            *((key, name) for key, name in others.items() if key))


def kept_line(found: Finding, people: tuple[tuple[str, str], ...]) -> Line:
    who = str(found.owner_id) if found.owner_id else f"{found.said_by}:{found.said_by_name}".strip(":")
    if who and who not in dict(people):
        people = (*people, (who, str(found.owner or found.said_by_name or VOICES[found.said_by])))
    line = Line(str(found.uuid), found.kind, found.text, who, day_parts(found.due_on), found.revision, people=people)
    return replace(line, had=line.mark)


def day_parts(day: date | None) -> tuple[str, str, str]:
    first, second, third = DayInput().decompress(day)
    return str(first), str(second), str(third)


def kept_judgement(outcome: Outcome, there: Any) -> Judged:
    judged = Judged(outcome, there.state, there.words) if there else Judged(outcome)
    return replace(judged, had=judged.mark)


def kept_chair(invitation: Invitation) -> Chair:
    chair = Chair(invitation, bool(invitation.came), invitation.capacity)
    return replace(chair, had=chair.mark)


# -- what was told beforehand ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Heard:
    """What somebody told us for the review, as far as it is in the record: for all at the table, and for staff only."""

    invitation: Invitation
    said: list[Contribution]
    private: list[Contribution]
    waiting: int


def heard(page: Page, reader: Reader) -> list[Heard]:
    """The views gathered, person by person, the learner first. A family may be looking at the screen: what they could
    not read stands apart.
    """
    found = []
    for each in page.asked:
        told = [(said, audience_of(said.question)) for said in each.said if said.state == Came.TAKEN_IN]
        mine = [(said, audience) for said, audience in told if reader.may_read(audience)]
        found.append(Heard(
            each.invitation, [said for said, audience in mine if audience in READS["family"]],
            [said for said, audience in mine if audience not in READS["family"]],
            sum(1 for said in each.said if said.state == Came.WAITING)))
    return found
