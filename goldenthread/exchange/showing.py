"""Rows as a page shows them: names, changes, problems and candidates in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from goldenthread.exchange.checking import Fate
from goldenthread.exchange.grid import HOLD, STOP, WARN
from goldenthread.exchange.headings import FIELDS, Headings
from goldenthread.exchange.models import Batch, BatchRow
from goldenthread.learners.codes import ETHNICITIES, SEXES, STAGE_NAMES, type_name, year_and_group, year_name
from goldenthread.learners.models import Learner
from goldenthread.schools.forms import in_words
from goldenthread.schools.models import School

TABS = [
    (Fate.NEW, "New"), (Fate.UPDATED, "Changed"), (Fate.UNCHANGED, "Same"), (Fate.POSSIBLE, "Possible duplicates"),
    (Fate.WRONG, "To mend"), (Fate.LEFT_OUT, "Left out"),
]  # fmt: skip
# What became of the rows that an import took in, once it was undone: under a tab, and said of the row itself.
UNDONE = {Fate.NEW: ("Brought, then undone", "Taken out again."),
          Fate.UPDATED: ("Changed, then undone", "As before the import again.")}  # fmt: skip
DAYS = {"dob", "stage_on", "entered_on"}
MOST_HELD = 3
NOT_SO = " That cannot be right as it is: mend the row or leave it out."
CODES: dict[str, Mapping[str, str]] = {"sex": SEXES, "ethnicity": ETHNICITIES, "stage": STAGE_NAMES}


@dataclass(frozen=True)
class Shown:
    """One row of the preview."""

    number: int
    name: str
    about: str
    changes: list[tuple[str, str, str]]
    stops: list[dict[str, Any]]
    warnings: list[str]
    guesses: list[tuple[str, str]]
    people: list[Person] = field(default_factory=list)
    decided: str = ""
    became: str = ""
    born: str = ""
    where: str = ""
    upn: str = ""


@dataclass(frozen=True)
class Person:
    """A learner whom a row may be about, told apart from a twin by full first name and the end of the UPN."""

    pk: int
    name: str
    born: str
    where: str
    upn: str

    @property
    def line(self) -> str:
        upn = f"UPN ends {self.upn}" if self.upn else "no UPN"
        return ", ".join(filter(None, [self.name, f"born {self.born}", self.where, upn]))


def rows(batch: Batch, found: Iterable[BatchRow]) -> list[Shown]:
    """Rows with their candidates, in two statements however many there are."""
    found = list(found)
    people = candidates(batch.school, {pk for row in found for pk in row.result.get("candidates", [])})
    return [shown(batch, row, people) for row in found]


def candidates(school: School, pks: set[int]) -> dict[int, Person]:
    if not pks:
        return {}
    learners = Learner.objects.filter(school=school, pk__in=pks).prefetch_related("enrolments__year")
    return {one.pk: person(one) for one in learners}


def person(one: Learner) -> Person:
    place = max(one.enrolments.all(), key=lambda p: p.year.starts, default=None)
    legal = f"{one.legal_first} {one.legal_last}".strip() or one.name
    used = f" ({one.preferred_first})" if one.preferred_first and one.preferred_first != one.legal_first else ""
    where = year_and_group(year_name(place.nc_year), place.tutor_group) if place else ""
    return Person(one.pk, legal + used, in_words(one.dob), where, one.upn[-4:])


def shown(batch: Batch, row: BatchRow, people: Mapping[int, Person]) -> Shown:
    result = row.result
    values = result.get("values", {})
    problems = result.get("problems", [])
    return Shown(
        number=row.number,
        name=name_of(values) or raw_name(batch, row),
        about=about(values),
        changes=[(FIELDS[k].title, said(k, old), said(k, new)) for k, (old, new) in result.get("changes", {}).items()],
        stops=[p for p in problems if p["weight"] in {STOP, HOLD}],
        warnings=[p["text"] for p in problems if p["weight"] == WARN],
        guesses=[(FIELDS[key].title, CODES.get(key, {}).get(guess, guess)) for key, guess in guesses(row).items()],
        people=[people[pk] for pk in result.get("candidates", []) if pk in people],
        decided=decided(row.decision), became=became(batch, row),
        born=said("dob", values.get("dob")), where=where(values), upn=values.get("upn", "")[-4:],
    )  # fmt: skip


def became(batch: Batch, row: BatchRow) -> str:
    """What undoing made of a row's learner."""
    if batch.state != Batch.State.UNDONE or row.fate not in UNDONE:
        return ""
    return row.result.get("kept") or UNDONE[Fate(row.fate)][1]


def tabs(batch: Batch) -> list[tuple[Fate, str]]:
    """Each fate of rows, and what it is called at this stage of the import."""
    undone = UNDONE if batch.state == Batch.State.UNDONE else {}
    return [(fate, undone[fate][0] if fate in undone else title) for fate, title in TABS]


def guesses(row: BatchRow) -> dict[str, str]:
    """What we guess the spoilt cells of a row to have been."""
    return {p["field"]: p["guess"] for p in row.result.get("problems", []) if p["guess"] and p["field"] in FIELDS}


def outcome(found: Sequence[BatchRow]) -> str:
    """What has become of rows that were checked again: where they are now, and what still holds those that are held."""
    where_ = Counter(title for fate, title in TABS for row in found if row.fate == fate)
    one = len(found) == 1
    now = f"now under “{next(iter(where_))}”" if len(where_) == 1 else ", ".join(
        f"{n} now under “{title}”" for title, n in where_.items())  # fmt: skip
    said = [f"Row {found[0].number} has been checked again. It is {now}." if one else
            f"{len(found)} rows have been checked again: {'all ' if len(where_) == 1 else ''}{now}."]  # fmt: skip
    held = [row for row in found if row.fate == Fate.WRONG]
    for row in held[:MOST_HELD]:
        why = " ".join(p["text"] for p in row.result.get("problems", []) if p["weight"] in {STOP, HOLD})
        said.append(f"Row {row.number} is still held: {why}{NOT_SO if accepted_in_vain(row) else ''}")
    return " ".join(said)


def accepted_in_vain(row: BatchRow) -> bool:
    """Somebody said that it is right, and something holds it that cannot be."""
    return bool(row.decision.get("accept")) and any(p["weight"] == STOP for p in row.result.get("problems", []))


def name_of(values: Mapping[str, Any]) -> str:
    return f"{values.get('legal_first', '')} {values.get('legal_last', '')}".strip()


def raw_name(batch: Batch, row: BatchRow) -> str:
    """The name as it stands in the file, where it could not be read."""
    raw = raw_values(batch, row)
    return " ".join(filter(None, (raw.get(k, "") for k in ("legal_first", "legal_last", "name"))))[:80] or "No name"


def raw_values(batch: Batch, row: BatchRow) -> dict[str, str]:
    """Field -> the words in the file."""
    if not row.cells:
        return {}
    cells = [c if isinstance(c, str) else c[0] for c in row.cells[0]]
    columns = Headings.from_json(batch.reading["headings"]).columns
    return {key: "; ".join(cells[c] for c in places if c < len(cells) and cells[c]) for key, places in columns.items()}


def about(values: Mapping[str, Any]) -> str:
    """A line that tells this child from another: birth, year and group, the end of the UPN, stage."""
    upn = f"UPN ends {values['upn'][-4:]}" if values.get("upn") else ""
    needs = said("needs", values.get("needs"))
    born = f"born {said('dob', values.get('dob'))}" if values.get("dob") else ""
    return ", ".join(filter(None, [born, where(values), upn, said("stage", values.get("stage")), needs]))


def where(values: Mapping[str, Any]) -> str:
    return year_and_group(said("nc_year", values.get("nc_year")), values.get("tutor_group", ""))


def said(key: str, value: Any) -> str:
    """A value in words."""
    if not value:
        return ""
    if key == "needs":
        return "; ".join(words or type_name(kind) for kind, words in value)
    if key in DAYS:
        return in_words(date.fromisoformat(value))
    return year_name(value) if key == "nc_year" else CODES.get(key, {}).get(value, str(value))


def decided(decision: Mapping[str, Any]) -> str:
    """What a person said of the row."""
    parts = []
    if decision.get("use"):
        parts.append("You said who this is.")
    if decision.get("new"):
        parts.append("You said that this is a new learner.")
    if decision.get("leave_out"):
        parts.append("You left this row out.")
    if decision.get("values"):
        typed = ", ".join(f"{FIELDS[k].title}: {v or 'nothing'}" for k, v in decision["values"].items() if k in FIELDS)
        parts.append(f"You typed {typed}.")
    if decision.get("accept"):
        parts.append(f"You said that it is right: {decision.get('note', '')}")
    return " ".join(parts)
