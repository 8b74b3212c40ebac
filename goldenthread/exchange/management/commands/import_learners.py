"""Bring learners in from a spreadsheet: `manage.py import_learners FILE --school larkrise [--apply] [--json]`.

Without --apply nothing is kept. Exit status 0: nothing is wrong; 3: some rows are; 2: the file cannot be read; 1: what
was asked cannot be done.
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from goldenthread.audit.refusals import Refused, refuse_if
from goldenthread.exchange import judging, operations, queries, reading, showing, tasks
from goldenthread.exchange.checking import Checked, Fate
from goldenthread.exchange.dates import DAY_FIRST, MONTH_FIRST, NOBODY_SAID, UNKNOWN, WHICH_ORDER
from goldenthread.exchange.grid import WARN, Unreadable
from goldenthread.exchange.headings import FIELDS, field_called, folded
from goldenthread.exchange.models import Batch
from goldenthread.exchange.operations.staging import against
from goldenthread.exchange.showing import Person
from goldenthread.exchange.text import ENCODINGS
from goldenthread.people.models import Membership
from goldenthread.schools.clock import now, today
from goldenthread.schools.models import School

SOME_WRONG, UNREADABLE = 3, 2
FATES = {Fate.NEW: "new", Fate.UPDATED: "updated", Fate.UNCHANGED: "unchanged", Fate.POSSIBLE: "possible_duplicates",
         Fate.WRONG: "wrong"}  # fmt: skip
# What a page would ask, with the option that answers it here.
ANSWERED_BY = {WHICH_ORDER: f"{WHICH_ORDER} (--dates day-first or --dates month-first)",
               NOBODY_SAID: f"{NOBODY_SAID} (--dates month-first)"}  # fmt: skip


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--school", required=True, help="the school's short name, as in its addresses")
        parser.add_argument("--apply", action="store_true", help="take in what is right; what is wrong is left")
        parser.add_argument("--json", action="store_true", help="the report as JSON")
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="the day from which stages count")
        parser.add_argument("--dates", choices=["day-first", "month-first"], help="where the file does not show it")
        parser.add_argument("--column", action="append", default=[], metavar="HEADING=WHAT", help="what a column is: "
                            "'Year Grp=year'; not read where WHAT is empty; may be given again")  # fmt: skip
        parser.add_argument("--accept-years", metavar="NOTE", help="learners one year off for their age are right: how "
                            "you know")  # fmt: skip
        parser.add_argument("--encoding", choices=sorted(ENCODINGS), default="", help="of a text file that was misread")
        parser.add_argument("--include-hidden", action="store_true", help="read hidden sheets, rows and columns too")

    def handle(self, **options: Any) -> None:
        try:
            school = School.objects.get(slug=options["school"])
        except School.DoesNotExist as missing:
            raise CommandError(f"There is no school called {options['school']}.") from missing
        try:
            checked = self.imported(school, options["file"].read_bytes(), options)
        except OSError as missing:
            said = f"{options['file']} cannot be opened: {missing.strerror}."
            raise CommandError(said, returncode=UNREADABLE) from missing
        except Unreadable as refusal:
            raise CommandError(str(refusal), returncode=UNREADABLE) from refusal
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.report(school, checked, options)
        if any(one.fate == Fate.WRONG for one in checked):
            sys.exit(SOME_WRONG)

    def imported(self, school: School, content: bytes, options: dict[str, Any]) -> list[Checked]:
        """Check the file as the school's own hand, and apply it where that was asked."""
        by = Membership.system(school)
        note = options["accept_years"]
        refuse_if("Say in a few words how you know that the years are right." if note is not None and not note.strip()
                  else "")  # fmt: skip
        batch = Batch(school=school, by=by, on=options["on"] or today(), answers=answers(options))
        found, rows = settled(content, batch)
        for note in [*found["notes"], *([f"Not read: {', '.join(found['unused'])}."] if found["unused"] else [])]:
            self.stderr.write(note)
        if found["unsure"]:
            self.stderr.write(not_found(found))
        checked = judging.judge(found, rows, {}, **against(batch, by))
        right = one_year_off(checked) if note else []
        if right:
            said = {row: {"accept": True, "note": note} for row in right}
            checked = judging.judge(found, rows, said, **against(batch, by))
        if options["apply"]:
            apply(school, content, options["file"].name, batch, right, note)
        return checked

    def report(self, school: School, checked: list[Checked], options: dict[str, Any]) -> None:
        counts = {name: sum(one.fate == fate for one in checked) for fate, name in FATES.items()}
        people = showing.candidates(school, {pk for one in checked if one.fate == Fate.POSSIBLE
                                             for pk in one.candidates})  # fmt: skip
        told = [(one, problems(one, people)) for one in checked]
        if options["json"]:
            rows = [{"row": one.row, "fate": str(one.fate), "problems": said} for one, said in told]
            self.stdout.write(json.dumps({**counts, "rows": rows}, ensure_ascii=False))
            return
        for one, said in told:
            for sentence in said:
                self.stdout.write(f"Row {one.row} ({one.fate.replace('_', ' ')}): {sentence}")
        self.stdout.write(", ".join(f"{n} {name.replace('_', ' ')}" for name, n in counts.items()) + ".")
        if counts["possible_duplicates"]:
            self.stdout.write(undecided(school, counts["possible_duplicates"], options["apply"]))


def problems(one: Checked, people: Mapping[int, Person]) -> list[str]:
    """Why a row is held, and whom it may be. What is only noted begins with "Note: ": it holds nothing back."""
    doubtful = one.fate == Fate.POSSIBLE
    maybe = [f"It may be {people[pk].line}." for pk in one.candidates if doubtful and pk in people]
    alike = doubtful and not maybe
    return maybe + [("Note: " if p.weight == WARN and not (alike and not p.field) else "") + worded(p.text)
                    for p in one.problems]  # fmt: skip


def undecided(school: School, many: int, applied: bool) -> str:
    """What became of possible duplicates, and who decides."""
    rows, are = ("row", "is") if many == 1 else ("rows", "are")
    left = f"{are} not put in" if applied else f"{are} not put in by --apply"
    return (f"{many} {rows} that may be somebody you have {left}. To decide, send the file on the page "
            f"/s/{school.slug}/imports/new/ and say there who each is; or write their UPN into the file.")  # fmt: skip


def answers(options: dict[str, Any]) -> dict[str, Any]:
    """What would be asked on a page: nobody is there to answer, so doubtful dates hold their rows."""
    order = {"day-first": DAY_FIRST, "month-first": MONTH_FIRST}.get(options["dates"] or "", UNKNOWN)
    return {"order": order, "encoding": options["encoding"], "hidden": options["include_hidden"], "looked": True,
            "called": called(options["column"]), "alone": True}  # fmt: skip


def called(columns: list[str]) -> dict[str, str]:
    """Folded heading -> field, of --column "Year Grp=year"."""
    said = {}
    for given in columns:
        heading, equals, what = given.rpartition("=")
        key = field_called(what.strip())
        known = ", ".join(f.title.lower() for f in FIELDS.values())
        refuse_if("" if equals and folded(heading) and (key or not what.strip()) else
                  f"--column {given!r} was not understood. Write \"Heading=what it is\", which is one of: {known}.")
        said[folded(heading)] = key
    return said


def not_found(found: dict[str, Any]) -> str:
    """What no column was found for, and how to name it."""
    missing, example = ", ".join(found["unsure"]).lower(), found["unknown"][0]
    return (f"No column was found for: {missing}. If one of those not read is it, say so and run this again: "
            f"--column \"{example}={found['unsure'][0].lower()}\".")  # fmt: skip


def worded(text: str) -> str:
    """A problem in the words of a command line."""
    for asked, with_option in ANSWERED_BY.items():
        text = text.replace(asked, with_option)
    return text


def one_year_off(checked: list[Checked]) -> list[int]:
    """The rows held for nothing but a year group one off for the age. Two off is a slip as a rule: for the pages."""
    holds = {one.row: [p for p in one.problems if p.weight != WARN] for one in checked if one.fate == Fate.WRONG}
    return [row for row, found in holds.items() if found and all(p.field == "fit" and p.guess in {"1", "-1"}
                                                                 for p in found)]  # fmt: skip


def settled(content: bytes, batch: Batch) -> tuple[dict[str, Any], list[Any]]:
    grid = reading.read(content, encoding=batch.answers["encoding"], include_hidden=batch.answers["hidden"])
    found, rows = judging.settle(grid, batch.answers, queries.remembered(batch.school))
    if found["missing"]:
        raise Unreadable(f"These columns were not found: {', '.join(found['missing'])}. Name them in the first "
                         "rows, or say which column is which: --column \"Born on=date of birth\".")  # fmt: skip
    if not rows:
        raise Unreadable(reading.ONLY_HEADINGS)
    return found, rows


def apply(school: School, content: bytes, name: str, batch: Batch, right: list[int], note: str) -> None:
    """The same road as the pages take, so that it is kept, shown there and can be undone there.

    `right` are the rows that `note` accepts. Where the same file waits on the pages, this one takes its place.
    """
    staged = operations.stage(school=school, name=name, content=content, on=batch.on, by=batch.by, now=now(),
                              answers=batch.answers, afresh=True)  # fmt: skip
    tasks.purge_in_time(school, staged.sent_at)
    staged = operations.read(batch=staged)
    if staged.state == Batch.State.FAILED:
        raise Unreadable(staged.trouble)
    if right:
        operations.decide(batch=staged, numbers=right, by=batch.by, accept=True, note=note)
    operations.apply(batch=staged, by=batch.by, now=now())
