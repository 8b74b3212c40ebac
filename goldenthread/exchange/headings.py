"""Which column is which. Headings are compared in lower case with punctuation, accents and spaces removed.

Imported by the child process to choose a sheet, so it knows nothing of Django.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from goldenthread.exchange import dates
from goldenthread.exchange.grid import Row

LOOK_DOWN = 30
"""Headings stand within this many rows of the top."""


class Field(NamedTuple):
    """Something we take from a spreadsheet; headings in the order we believe them when two columns claim it."""

    title: str
    headings: tuple[str, ...]


FIELDS: dict[str, Field] = {
    "legal_first": Field("First names", (
        "legalforename", "legalforenames", "legalfirstname", "legalfirstnames", "forename", "forenames", "firstname",
        "firstnames", "givenname", "givennames", "chosenforename")),
    "legal_last": Field("Surname", (
        "legalsurname", "legallastname", "surname", "surnames", "lastname", "lastnames", "familyname")),
    "preferred_first": Field("First name they use", (
        "preferredforename", "preferredfirstname", "preferredname", "knownas", "preferredforenames")),
    "preferred_last": Field("Surname they use", ("preferredsurname", "preferredlastname")),
    "name": Field("Whole name in one column", (
        "name", "fullname", "pupilname", "studentname", "learnername", "childname", "childsname", "namesurnameforename",
        "surnameforename", "legalname", "legalfullname")),
    "dob": Field("Date of birth", ("dob", "dateofbirth", "datesofbirth", "birthdate", "birthday", "dateofbirthdob")),
    "upn": Field("UPN", ("upn", "uniquepupilnumber", "upnnumber", "uniquepupilnumberupn")),
    "uln": Field("ULN", ("uln", "uniquelearnernumber", "uniquelearnernumberuln")),
    "nc_year": Field("Year group", (
        "yeargroup", "year", "ncyear", "ncyearactual", "nationalcurriculumyear", "yr", "yrgroup", "curriculumyear",
        "yeargroups", "actualncyear", "yrgrp", "yeargrp", "yrgp", "yeargp", "ygroup", "ncyeargroup", "ncyr", "yearnc",
        "schoolyear", "currentyear", "yearofstudy")),
    "tutor_group": Field("Tutor group", (
        "tutorgroup", "reggroup", "reg", "registrationgroup", "registrationform", "formgroup", "form", "class",
        "classes", "tutor", "formtutor", "registration", "tutorgroups", "classname")),
    "mis_number": Field("Number in SIMS or other school system", (
        "simsnumber", "simsno", "adno", "admissionnumber", "admissionsnumber", "admissionno", "admno", "misid",
        "misnumber", "pupilid", "studentid", "id", "simsid")),
    "sex": Field("Sex", ("sex", "gender", "legalsex", "sexmf", "gendermf", "mf")),
    "ethnicity": Field("Ethnicity", ("ethnicity", "ethnicgroup", "ethniccode", "ethnicitycode", "ethnicorigin")),
    "stage": Field("SEN status", (
        "senstatus", "sendstatus", "senprovision", "sendprovision", "senstage", "ehcporsensupport", "sen", "send",
        "sencode", "senprovisioncode", "senstatuscode")),
    "needs": Field("SEN need", (
        "senneed", "senneeds", "sentype", "sentypes", "primaryneed", "mainneed", "senprimaryneed", "primarysenneed",
        "primarysentype", "sendetail", "sendescription", "need", "needs", "needtype", "senneedtype", "sentype1",
        "senneed1", "sendneed", "sendneeds", "secondaryneed", "sensecondaryneed", "secondarysenneed",
        "secondarysentype", "sentype2", "senneed2")),
    "stage_on": Field("Date of SEN status", (
        "senstartdate", "senstatusdate", "senstatusstartdate", "datesenstatus", "sendateadded", "sensince")),
    "entered_on": Field("Date they joined", (
        "entrydate", "dateofentry", "dateofadmission", "admissiondate", "doa", "joined", "datejoined", "startdate")),
    "school": Field("School, to check against", (
        "school", "schoolname", "establishment", "establishmentname", "estab", "laestab", "dfenumber", "urn",
        "schoolurn")),
}  # fmt: skip

WHY_LEFT, ROW_LEFT = "whyitwasleftnotread", "rowinyourfilenotread"
"""The columns of reasons and of row numbers in the rows we give back."""

MANY = {"needs"}
"""Fields that may take several columns; all others take the first that is believed."""

NOT_OURS = {"password", "fsm", "freeschoolmeals", "pp", "pupilpremium", "pupilpremiumindicator", "eal", "lac", "age",
            "lookedafter", "email", "emailaddress", "address", "postcode", "telephone", "phone", "mobile", "house",
            "attendance", "photo", "photopermission", "middlename", "middlenames", "title", "language",
            "firstlanguage", "religion", "nationality", WHY_LEFT, ROW_LEFT}  # fmt: skip
"""Columns that school systems often give and that nothing here is made of: nobody is asked about them."""

SECRET = re.compile(r"pass(?!port)|pwd|kennwort|wachtwoord|contrase|parol|hasło|secret|geheim|log-?[io]n|sign-?in"
                    r"|user-?name|\b(?:pin|pw|key)s?\b", re.I)
"""Words that make a column one to sign in with, whatever else its heading says."""

HINTS = {"tutor_group": {"tutor", "tutors", "form", "reg", "class", "registration"}, "upn": {"upn"},
         "stage": {"sen", "send"}, "needs": {"need", "needs"}, "sex": {"sex", "gender"}}  # fmt: skip
"""Words that make an unknown heading likely to be a field that was not found."""

IN_ORDER: dict[str, tuple[str, int]] = {h: (key, n) for key, f in FIELDS.items() for n, h in enumerate(f.headings)}
NO_ROW = Row(0, ())
TELLING = {"legal_first", "legal_last", "preferred_first", "name", "upn", "dob"}
TOTALS = re.compile(r"(?:grand |sub-?)?totals?\b|count\b|sum\b|average\b|number of (?:pupil|student|learner)s\b", re.I)

COUNT = re.compile(r"\d{1,5}(?: (?:pupil|student|learner|boy|girl|name|row|record)s?| child(?:ren)?| on roll)?\Z", re.I)


@lru_cache(maxsize=16_384)
def folded(heading: str) -> str:
    """A heading or a code as it is compared: "Reg. Group" and "reg group" are both "reggroup"."""
    if heading.isascii() and heading.isalnum():
        return heading[:200].lower()
    plain = unicodedata.normalize("NFKD", heading[:200]).casefold()
    return "".join(c for c in plain if c.isalnum() and not unicodedata.combining(c))


@dataclass(frozen=True)
class Headings:
    """Where the headings stand and what each column is. `columns` counts from 0; `row` is 0 where there are none."""

    row: int
    texts: tuple[str, ...]
    columns: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def missing(self) -> list[str]:
        """What must be told before rows can be checked at all: a name and a date of birth."""
        named = "name" in self.columns or {"legal_first", "legal_last"} <= self.columns.keys()
        missing = [] if named else [FIELDS[k].title for k in ("legal_first", "legal_last") if k not in self.columns]
        return missing + ([] if "dob" in self.columns else [FIELDS["dob"].title])

    @property
    def used(self) -> list[int]:
        """The columns that are taken, in the file's order."""
        return sorted({c for columns in self.columns.values() for c in columns})

    def as_json(self) -> dict[str, Any]:
        return {"row": self.row, "texts": list(self.texts), "columns": {k: list(v) for k, v in self.columns.items()}}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Headings:
        return cls(value["row"], tuple(value["texts"]), {k: tuple(v) for k, v in value["columns"].items()})

    def narrowed(self) -> Headings:
        """The same, once only the used columns are kept."""
        at = {column: place for place, column in enumerate(self.used)}
        texts = tuple(self.texts[c] if c < len(self.texts) else "" for c in self.used)
        return Headings(self.row, texts, {k: tuple(at[c] for c in v) for k, v in self.columns.items()})

    @property
    def unused(self) -> list[str]:
        """Headings of the columns that are not read, so never stored."""
        used = set(self.used)
        return [t.strip() for i, t in enumerate(self.texts) if i not in used and t.strip()]


def doubts(headings: Headings, remembered: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """(fields that are used but were not found, headings nobody knows that may be one of them).

    A row needs its year group, so any unknown column may be that; the others only where a word hints at them.
    """
    told = IN_ORDER.keys() | remembered.keys() | NOT_OURS
    unknown = [text for text in headings.unused if folded(text) not in told]
    words = {w for text in unknown for w in re.findall(r"[a-z]+", text.lower())}
    wanted = [k for k in ("nc_year", *HINTS) if k not in headings.columns]
    fields = [FIELDS[k].title for k in wanted if unknown and (k == "nc_year" or HINTS[k] & words)]
    return (fields, unknown) if fields else ([], [])


def is_unwanted(heading: str, remembered: Mapping[str, str]) -> bool:
    """Whether a column is known to be of no use to us, so that nothing in it is shown or kept."""
    name = folded(heading)
    return not remembered[name] if name in remembered else name in NOT_OURS or bool(SECRET.search(heading))


def is_known(heading: str, remembered: Mapping[str, str]) -> bool:
    """Whether it is a heading of something we take, here or anywhere."""
    return bool(remembered.get(folded(heading)) or folded(heading) in IN_ORDER)


def field_called(name: str) -> str:
    """The field that somebody means by this word: our own name for it, its title or any heading we know; else ""."""
    titles = {folded(f.title): key for key, f in FIELDS.items()}
    return name if name in FIELDS else titles.get(folded(name)) or IN_ORDER.get(folded(name), ("", 0))[0]


def looks_like_headings(texts: Sequence[str]) -> bool:
    known = {IN_ORDER[f][0] for t in texts if (f := folded(t)) in IN_ORDER}
    return len(known) > 1 and bool(known & TELLING)


def is_learners(row: Row) -> bool:
    """Whether a row is about a learner, so that its cells are no headings: it holds a day, as every learner's does."""
    return not looks_like_headings([c.text for c in row.cells]) and any(dates.looks_like_one(c) for c in row.cells)


def find(rows: Sequence[Row], remembered: Mapping[str, str] | None = None) -> Headings:
    """The row of headings (the one that names most fields) and what its columns are.

    `remembered` is what this school said of a folded heading before: a field, or "" for a column it does not want.
    Where nothing is known the first row with two filled cells is taken for headings, and everything is missing; a
    learner's row never is, for what stands in it would be kept as the names of columns.
    """
    known = remembered or {}
    top = [row for row in rows if row.number <= LOOK_DOWN and not row.is_blank]
    named = [(recognise([c.text for c in row.cells], known), row) for row in top]
    best = max(named, key=lambda pair: len(pair[0]), default=None)
    if best and len(best[0]) > 1 and (best[0].keys() & TELLING or known):
        columns, row = best
    else:
        row = next((r for r in top if sum(bool(c.text.strip()) for c in r.cells) > 1), top[0] if top else NO_ROW)
        row = NO_ROW if is_learners(row) else row
        columns = recognise([c.text for c in row.cells], known)
    return Headings(row.number, tuple(c.text for c in row.cells), columns)


def told(rows: Sequence[Row], row: int, fields: Mapping[str, str]) -> Headings:
    """Headings as somebody told them: the row they stand in (0 for none) and each column's field, "" for unwanted."""
    cells = next((r.cells for r in rows if r.number == row), ())
    columns: dict[str, tuple[int, ...]] = {}
    for column, key in sorted((int(c), k) for c, k in fields.items()):
        if key in FIELDS and (key in MANY or key not in columns):
            columns[key] = (*columns.get(key, ()), column)
    return Headings(row, tuple(c.text for c in cells), columns)


def recognise(texts: Sequence[str], remembered: Mapping[str, str]) -> dict[str, tuple[int, ...]]:
    """Field -> columns, for one row taken as headings."""
    claims: dict[str, list[tuple[int, int]]] = {}
    for column, text in enumerate(texts):
        name = folded(text)
        if name in remembered:
            key, belief = remembered[name], -1
        else:
            key, belief = IN_ORDER.get(name, ("", 0))
        if key:
            claims.setdefault(key, []).append((belief, column))
    columns = {
        key: tuple(c for _, c in sorted(found)) if key in MANY else (min(found)[1],) for key, found in claims.items()
    }
    return _names(columns, claims, texts)


def _names(columns: dict[str, tuple[int, ...]], claims: dict, texts: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Legal names first; beside them a plain "Forename" is the one they use; a preferred name alone is the name."""
    for legal, preferred in (("legal_first", "preferred_first"), ("legal_last", "preferred_last")):
        others = [c for _, c in sorted(claims.get(legal, []))[1:]]
        if others and preferred not in columns and folded(texts[columns[legal][0]]).startswith("legal"):
            columns[preferred] = (others[0],)
        if preferred in columns and legal not in columns and "name" not in columns:
            columns[legal] = columns.pop(preferred)
    if "name" in columns and {"legal_first", "legal_last"} <= columns.keys():
        del columns["name"]
    return columns


def learners_rows(rows: Sequence[Row], headings: Headings) -> tuple[list[Row], list[str]]:
    """The rows that are about a learner, and notes of those that are not: repeated headings, totals."""
    kept, repeated, totals = [], [], []
    again = list(map(folded, headings.texts))
    for row in rows:
        if row.number <= headings.row or row.is_blank:
            continue
        texts = [c.text for c in row.cells]
        if looks_like_headings(texts) or list(map(folded, texts)) == again[: len(texts)]:
            repeated.append(row.number)
        elif _is_total(row, headings):
            totals.append(row.number)
        else:
            kept.append(row)
    said = [(repeated, "headings again"), (totals, "totals")]
    return kept, [f"Row {', '.join(map(str, n[:10]))}: {what}, left out." for n, what in said if n]


def _is_total(row: Row, headings: Headings) -> bool:
    """A row that says "Total" and holds neither a date of birth nor a UPN, only the word or the count there."""
    telling = [row.cells[c] for key in ("dob", "upn") for c in headings.columns.get(key, ()) if c < len(row.cells)]
    texts = [c.text.strip() for c in telling if "n" not in c.marks]
    if any(text and not COUNT.match(text) and not TOTALS.match(text) for text in texts):
        return False
    first = next((c.text.strip() for c in row.cells if c.text.strip()), "")
    return bool(TOTALS.match(first))
