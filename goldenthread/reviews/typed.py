"""What was typed on the page of a meeting: read, told apart from what nobody touched, and laid over what is kept."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from goldenthread.people.models import Membership
from goldenthread.reviews.minutes import AGREED, Chair, Judged, Line, Page
from goldenthread.reviews.operations.writing_up import Minute, Seat, Sheet, Verdict
from goldenthread.schools.forms import DayField
from goldenthread.schools.words import clean

# More than any meeting writes, and less than would hold the database for long.
MOST = 300


@dataclass
class Typed:
    """What came with a request: the rows as typed, those of them that were changed, and what cannot be read."""

    page: Page
    sheet: Sheet
    troubles: dict[str, str]


def read_in(page: Page, data: QueryDict, by_itself: bool = False) -> Typed:
    """Read what was sent. A page that saves itself takes no line out: an empty box is one being written in."""
    troubles: dict[str, str] = {}
    lines = [line for number in data.getlist("line")[:MOST] if (line := typed_line(page, data, number))]
    changed = [line for line in lines if line.mark != line.had and (line.text or line.revision)]
    if by_itself:
        changed = [line for line in changed if line.text]
    minutes = [minute for line in changed if (minute := as_minute(page, line, troubles))]
    judged = [replace(each, state=data.get(f"how-{each.uuid}", each.state), had=had(data, each),
                      words=clean(data.get(f"text-{each.uuid}", each.words))) for each in page.judged]
    chairs = [replace(each, came=f"came-{each.uuid}" in data, had=had(data, each), capacity=data.get(
        f"capacity-{each.uuid}", "")) if f"had-{each.uuid}" in data else each for each in page.chairs]
    sheet = Sheet(tuple(minutes), tuple(as_verdict(each) for each in judged if each.mark != each.had),
                  tuple(Seat(each.invitation, each.came, each.capacity) for each in chairs if each.mark != each.had))
    return Typed(replace(page, lines=laid_over(page, lines), judged=judged, chairs=chairs), sheet, troubles)


def had(data: QueryDict, row: Judged | Chair) -> str:
    return clean_mark(data.get(f"had-{row.uuid}", row.mark))


def clean_mark(text: str) -> str:
    """As a browser sends it back: with its own line ends, and with none at the end where there were some."""
    return text.replace("\r\n", "\n")


def typed_line(page: Page, data: QueryDict, number: str) -> Line | None:
    """A line as it was sent; nothing where the number is no number or the heading is none."""
    kind = data.get(f"kind-{number}", "")
    try:
        uuid.UUID(number)
    except ValueError:
        return None
    if kind not in page.lines:
        return None
    day = tuple(data.get(f"due-{number}_{part}", "").strip() for part in range(3))
    revision = data.get(f"revision-{number}", "")
    return Line(number, kind, clean(data.get(f"text-{number}", "")), data.get(f"who-{number}", "")[:140],
                day if kind == AGREED else ("", "", ""), int(revision) if revision.isdecimal() else 0,  # type: ignore[arg-type]
                clean_mark(data.get(f"had-{number}", "")), people=page.doers if kind == AGREED else page.voices)


def as_minute(page: Page, line: Line, troubles: dict[str, str]) -> Minute | None:
    said_by, _, name = line.who.partition(":")
    minute = Minute(uuid.UUID(line.uuid), line.kind, line.text, line.revision)
    if line.kind != AGREED:
        return replace(minute, said_by=said_by, said_by_name=name)
    try:
        due_on = DayField(label="The day", required=False).clean(line.due)
    except ValidationError as wrong:
        troubles[line.uuid] = wrong.messages[0]
        return None
    here = Membership.objects.filter(school=page.review.school_id)
    owner = here.filter(pk=int(line.who[:18])).first() if line.who.isdecimal() else None
    return replace(minute, owner=owner, said_by="" if owner else said_by, said_by_name=name, due_on=due_on)


def as_verdict(judged: Judged) -> Verdict:
    state, _, words = judged.had.partition("\n")
    return Verdict(judged.outcome, judged.state, judged.words, (state, words))


def laid_over(page: Page, lines: list[Line]) -> dict[str, list[Line]]:
    """The lines that are kept with what was typed in their place, then those that are only typed yet."""
    new = {line.uuid: line for line in lines if line.text or line.revision}
    rows = {kind: [laid(line, new.pop(line.uuid, line)) for line in kept] for kind, kept in page.lines.items()}
    for line in new.values():
        if line.text:
            rows[line.kind].append(line)
    return rows


def laid(kept: Line, typed: Line) -> Line:
    """What was typed, ready to be saved over what is kept by now."""
    return replace(typed, revision=kept.revision, had=kept.had, people=kept.people)


def marked(page: Page, troubles: Mapping[str, str]) -> Page:
    """The page with each sentence by the row it is about."""
    def by(rows: Any) -> Any:
        return [replace(each, trouble=troubles.get(each.uuid, "")) for each in rows]
    return replace(page, lines={kind: by(rows) for kind, rows in page.lines.items()}, judged=by(page.judged),
                   chairs=by(page.chairs))
