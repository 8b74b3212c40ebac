"""What a learner's record says: entries for every field, each in the voice it belongs to and like no other child's.

Pure: the words come from the banks, chosen by the child's needs, age, interest and people, seeded by school and number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from goldenthread.home.demo.bank import bank, say, seeded, some
from goldenthread.home.demo.known import Adult, band, carer, shows
from goldenthread.home.demo.needs import Shown
from goldenthread.home.demo.schools import Child, Place

LISTS = {"people-admire", "important-to-me", "how-to-support", "strategies", "hopes", "good-day", "bad-day", "triggers",
         "support-in-place", "learner-concerns", "agreed", "strengths"}
FIRST_PERSON = {"people-admire", "hopes", "good-day", "bad-day", "better-day", "learner-concerns", "how-to-support",
                "communication"}
NEED_FIELDS = {"communication": "needs-communication", "learning": "needs-learning", "emotional": "needs-emotional",
               "physical": "needs-physical"}
ASKED = {
    "young": ["Talking and drawing with {ta}", "Choosing pictures", "Playing and talking in {place}",
              "Told to {teacher}"],
    "junior": ["Talking with {ta}", "Written by {first}", "Drawing and talking", "Told to {teacher} after lunch"],
    "teen": ["Written by {first}", "Talking with {ta} on a walk", "Typed by {first}", "Told to {teacher}"],
}
TOGETHER = "Put together by {mum_name} and {ta} from what {first} shows us"
HEARD = ["At the meeting in school", "By telephone", "Written at home", "Talking at the gate", "Video call"]
HOME_FIELDS = ("history", "home", "family-hopes")


@dataclass(frozen=True)
class Said:
    """One entry to be written, and how many weeks ago it was said."""

    field: str
    text: str
    said_by: str
    name: str
    how: str = ""
    source_kind: str = "comment"
    source: str = ""
    weeks_ago: int = 8


@dataclass(frozen=True)
class Teller:
    """A child as the banks see them: everything the functions below need to speak."""

    place: Place
    child: Child
    facts: dict[str, Any]
    adviser: str  # the name of whoever came from outside
    team: str = "SENCO team"  # who writes the SENCO team's notes
    round: int = 1  # how many times they have been asked; another time, they say it in other words

    def rng(self, field: str) -> Random:
        return seeded(self.place.slug, self.child.number, field, *([self.round] if self.round > 1 else []))

    def told(self) -> tuple[Shown, ...]:
        return self.child.sen.needs

    def lines(self, field: str) -> list[str]:
        """The general bank's lines of a field, for this child's age where it tells ages apart."""
        lines = bank("general")[field]
        if isinstance(lines, dict):
            lines = lines["shown"] if "shown" in lines and shows(self.child) else lines[band(self.child)]
        return lines.splitlines()

    def describes(self, shown: Shown) -> str:
        """A need in one sentence or two, the same wherever it is told."""
        return self.words(f"describe/{shown.key}", shown.told["describe"].splitlines(), 1)

    def words(self, field: str, lines: list[str], number: int, keep_order: bool = False) -> str:
        rng = self.rng(field)
        chosen = [say(line, rng, self.facts) for line in lines] if keep_order else some(lines, rng, self.facts, number)
        chosen = [line.partition(") ")[2] if line.startswith("(") else line for line in chosen]
        own = bank("general")["personal"].get(field.partition("/")[0])
        if own and not (field in FIRST_PERSON and shows(self.child)):
            chosen.append(say(rng.choice(own.splitlines()), rng, self.facts))
        return "\n".join(f"- {line}" for line in chosen) if field in LISTS else " ".join(chosen)


def record(teller: Teller, *, full: bool) -> list[Said]:
    """The entries of this child's record; without `full`, the dozen that a plan cannot do without."""
    entries = [*own(teller, full), *family(teller, full), *staff(teller, full)]
    if full:
        entries += [*outside(teller), *sometimes(teller)]
    return entries


def own(t: Teller, full: bool) -> Iterator[Said]:
    """In the learner's words; where they do not speak for themselves, what was seen, and said to be so."""
    first = t.told()[0].told
    more = ["circle", "better-day", "communication"] if full else []
    for field in ["people-admire", "important-to-me", "hopes", *more]:
        lines = t.lines(field)
        if field == "important-to-me":  # what they love comes first
            yield spoken(t, field, "\n".join([t.words(field, lines[:1], 1), t.words(field, lines[1:], 3)]))
        else:
            yield spoken(t, field, t.words(field, lines, 4 if field == "circle" else 3, field == "circle"))
    hard = first["hard"].splitlines()
    t.rng("hard").shuffle(hard)  # what is told as a worry is not told again as a bad day
    for field, lines, number in (("how-to-support", first["help"].splitlines(), 4), ("learner-concerns", hard[:2], 2)):
        yield spoken(t, field, t.words(field, lines, number), gathered(lines))
    for field, lines in (("good-day", first["good"].splitlines()), ("bad-day", hard[2:4])):
        how = gathered(first["hard"].splitlines())
        yield spoken(t, field, t.words(field, [*lines[:2], *t.lines(field)[:3]], 3), how)


def gathered(lines: list[str]) -> str:
    """How we know, where the bank says so: "(Observed) Waiting." """
    return lines[0][1:].partition(")")[0] if lines[0].startswith("(") else ""


def spoken(t: Teller, field: str, text: str, how: str = "") -> Said:
    rng = t.rng(f"{field}/how")
    asked = [TOGETHER] if shows(t.child) else ASKED[band(t.child)]
    how = how or say(rng.choice(asked), rng, t.facts)
    return Said(field, text, "learner", t.child.first, how, weeks_ago=rng.randint(5, 13))


def family(t: Teller, full: bool) -> Iterator[Said]:
    adult, views = carer(t.place, t.child), bank("general")["views-of-family"]
    needs = "\n".join(shown.told["family"] for shown in t.told()).splitlines()
    parts = [t.words("open", views["open"].splitlines(), 1), t.words("family", needs, 2),
             t.words("school", views["school"].splitlines(), 1)]
    yield heard(t, "views-of-family", t.words("family", needs, 3) if shows(t.child) else " ".join(parts), adult)
    if not full:
        return
    other = {"history": "history-in-care"} if t.child.looked_after else {}
    other |= {"family-hopes": "family-hopes-shown"} if shows(t.child) else {}
    for field in HOME_FIELDS:
        lines = t.lines(other.get(field, field))
        yield heard(t, field, t.words(field, lines, 0, keep_order=True), adult)
    worries = "\n".join(shown.told["worry"] for shown in t.told()).splitlines()
    yield heard(t, "family-concerns", t.words("family-concerns", worries, 2), adult)


def heard(t: Teller, field: str, text: str, adult: Adult) -> Said:
    rng = t.rng(f"{field}/how")
    return Said(field, text, "family", str(adult), rng.choice(HEARD), weeks_ago=rng.randint(4, 12))


def staff(t: Teller, full: bool) -> Iterator[Said]:
    teacher, general = t.facts["teacher_name"], bank("general")
    which, views = "shown" if shows(t.child) else "any", general["views-of-staff"]
    yield seen(t, "strengths", t.words("strengths", general["strengths"][which].splitlines(), 3), teacher)
    parts = ("shown",) if shows(t.child) else ("open", "concern")
    yield seen(t, "views-of-staff", " ".join(t.words(part, views[part].splitlines(), 2) for part in parts), teacher)
    for shown in t.told():
        lines = shown.told["seen"].splitlines()
        yield seen(t, NEED_FIELDS[shown.area], t.words(f"seen/{shown.key}", lines, 3), teacher)
    for field, part, number in (("strategies", "strategies", 5), ("support-in-place", "support", 2),
                                ("triggers", "triggers", 2), ("support-before", "before", 1))[: 4 if full else 2]:
        lines = [line for shown in t.told() for line in shown.told[part].splitlines()]
        yield seen(t, field, t.words(field, lines, number), teacher if part == "strategies" else t.facts["ta_name"])
    if full:
        for field in ("attainment", "independence", "agreed", "moving-on", "staff-notes"):
            yield seen(t, field, t.words(field, t.lines(field), 4, keep_order=field == "agreed"), teacher)


def seen(t: Teller, field: str, text: str, who: str) -> Said:
    return Said(field, text, "staff", who, weeks_ago=t.rng(f"{field}/how").randint(4, 14))


def outside(t: Teller) -> Iterator[Said]:
    """What specialists advised: for most with an EHC plan, for about half of the others."""
    for shown in t.told():
        rng = t.rng(f"advice/{shown.key}")
        if t.child.sen.stage == "K" and rng.random() < 0.45:
            continue
        text = t.words(f"advice/{shown.key}", shown.told["advice"].splitlines(), 2)
        role, weeks = shown.told["adviser"], rng.randint(16, 60)
        name = t.adviser if role == "educational psychologist" else bank("places")["advisers"].get(role, t.adviser)
        yield Said("advice", text, "professional", f"{name}, {role}", "", "document",
                   f"Report of the {role}", weeks)


def sometimes(t: Teller) -> Iterator[Said]:
    """Fields that not every child has anything under."""
    rng, teacher = t.rng("sometimes"), t.facts["teacher_name"]
    adult, year = carer(t.place, t.child), 0 if t.child.nc_year == "R" else int(t.child.nc_year)
    if emergency := t.told()[0].told.get("emergency"):
        yield heard(t, "medical-emergency", say(emergency.strip(), rng, t.facts).replace(". 2.", ".\n2.").replace(
            ". 3.", ".\n3.").replace(". 4.", ".\n4.").replace(". 5.", ".\n5."), adult)
    if rng.random() < 0.5:
        yield heard(t, "health", t.words("health", t.lines("health"), 2, keep_order=True), adult)
    if rng.random() < 0.35:
        yield seen(t, "attendance", t.words("attendance", t.lines("attendance"), 1), teacher)
    if year >= 6 and rng.random() < 0.6:
        yield seen(t, "access-arrangements", t.words("access-arrangements", t.lines("access-arrangements"), 1), teacher)
    if year >= 9:
        yield spoken(t, "adulthood", t.words("adulthood", t.lines("adulthood"), 4, keep_order=True))
    if rng.random() < 0.2:
        yield seen(t, "staying-safe", t.words("staying-safe", t.lines("staying-safe"), 1), teacher)
    if t.child.looked_after:
        yield Said("social-care", t.words("social-care", t.lines("social-care"), 1), "professional",
                   "Social care team", source_kind="document", source="Placement plan")
    if rng.random() < 0.12:
        yield heard(t, "differences", t.words("differences", t.lines("differences"), 1), adult)
    if rng.random() < 0.4:
        yield seen(t, "senco-notes", t.words("senco-notes", t.lines("senco-notes"), 2), t.team)
