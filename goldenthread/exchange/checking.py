"""What is to become of each row: check(candidates, roll) reads nothing, writes nothing, and says why in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from goldenthread.exchange.grid import HOLD, WARN, Problem
from goldenthread.exchange.keeping import keep_names
from goldenthread.exchange.roll import Known, Roll
from goldenthread.exchange.rows import Candidate
from goldenthread.learners.alike import first_keys, key, pairs
from goldenthread.learners.numbers import upn_kind
from goldenthread.schools.forms import in_words

REQUIRED = {"dob": "There is no date of birth.", "nc_year": "There is no year group."}
IDENTITY = ("upn", "legal_first", "legal_last", "dob")


OUT_OF_SIGHT = Problem("", "You cannot take this row. Ask another member of the SENCO's team to.")


class Fate(StrEnum):
    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    POSSIBLE = "possible_duplicate"
    WRONG = "wrong"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Checked:
    """A row's fate. `changes` is field -> (old, new); `candidates` the learners it may be."""

    row: int
    fate: Fate
    values: Mapping[str, Any]
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    candidates: tuple[int, ...] = ()
    match: int | None = None
    problems: tuple[Problem, ...] = ()


Match = tuple[Known | None, list[Known], list[Problem]]
Decisions = Mapping[int, Mapping[str, Any]]


def check(candidates: Sequence[Candidate], roll: Roll, decisions: Decisions | None = None) -> list[Checked]:
    """Each row's fate. `decisions` is row -> what a person chose: {"use": pk}, {"new": True} or {"leave_out": True}."""
    decided = decisions or {}
    taking_part = [c for c in candidates if not decided.get(c.row, {}).get("leave_out")]
    twice = _said_twice(taking_part)
    alike = _alike(taking_part)
    checked = []
    for one in candidates:
        choice = decided.get(one.row, {})
        if choice.get("leave_out"):
            checked.append(Checked(one.row, Fate.LEFT_OUT, one.values, problems=one.problems))
        else:
            held = replace(one, problems=(*one.problems, *twice.get(one.row, ())))
            checked.append(_fate(held, roll, choice, alike.get(one.row, ())))
    return _one_row_each(checked, roll)


def _said_twice(candidates: Sequence[Candidate]) -> dict[int, list[Problem]]:
    """Rows that share a UPN, or a number of the school's: all of them are held."""
    problems: dict[int, list[Problem]] = defaultdict(list)
    for field_, title in (("upn", "UPN"), ("mis_number", "number in the school's own system")):
        for rows in _groups(candidates, lambda c, f=field_: c.values.get(f)):  # type: ignore[misc]
            for one in rows:
                others = _rows(c.row for c in rows if c is not one)
                text = f"The {title} {one.values[field_]} is also in {others}, so neither is taken."
                problems[one.row].append(Problem(field_, text))
    return problems


def _alike(candidates: Sequence[Candidate]) -> dict[int, tuple[int, ...]]:
    """Rows that seem to be about one learner by date of birth and name, whichever way round."""

    def person(one: Candidate) -> tuple | None:
        first, last, dob = (one.values.get(k) for k in ("legal_first", "legal_last", "dob"))
        return (frozenset({key(first or ""), key(last or "")}), dob) if (first or last) and dob else None

    groups = _groups(candidates, person)
    return {one.row: tuple(c.row for c in rows if c is not one) for rows in groups for one in rows}


def _groups(candidates: Sequence[Candidate], of: Callable[[Candidate], Any]) -> list[list[Candidate]]:
    groups: dict[Any, list[Candidate]] = defaultdict(list)
    for one in candidates:
        if (value := of(one)) is not None and value != "":
            groups[value].append(one)
    return [rows for rows in groups.values() if len(rows) > 1]


def _rows(numbers: Iterable[int]) -> str:
    listed = [str(n) for n in numbers]
    more = f" and {len(listed) - 5} more" if len(listed) > 5 else ""
    return ("row " if len(listed) == 1 else "rows ") + ", ".join(listed[:5]) + more


def _fate(one: Candidate, roll: Roll, choice: Mapping[str, Any], alike: tuple[int, ...]) -> Checked:
    match, maybe, problems = _chosen(choice, roll) or _match(one, roll)
    one = replace(one, problems=(*one.problems, *problems))
    if any(known.out_of_sight for known in [*maybe, *filter(None, [match])]):
        return Checked(one.row, Fate.WRONG, one.values, problems=(*one.problems, OUT_OF_SIGHT))
    if match:
        return _against(one, match, roll)
    if not maybe:
        one = replace(one, problems=(*one.problems, *_why_not_new(one, roll)))
    if one.is_held:
        return Checked(one.row, Fate.WRONG, one.values, candidates=tuple(k.pk for k in maybe), problems=one.problems)
    if alike and not choice.get("new"):
        said_ = Problem("", f"The same name and date of birth is in {_rows(alike)}.", WARN)
        one, doubtful = replace(one, problems=(*one.problems, said_)), True
    else:
        doubtful = bool(maybe)
    fate = Fate.POSSIBLE if doubtful else Fate.NEW
    return Checked(one.row, fate, one.values, candidates=tuple(k.pk for k in maybe), problems=one.problems)


def _chosen(choice: Mapping[str, Any], roll: Roll) -> Match | None:
    """What a person said beats what we would have found."""
    if choice.get("use"):
        return roll.by_pk.get(choice["use"]), [], []
    return (None, [], []) if choice.get("new") else None


def _why_not_new(one: Candidate, roll: Roll) -> list[Problem]:
    told = one.values.keys() | {p.field for p in one.problems}
    problems = [Problem(k, text) for k, text in REQUIRED.items() if k not in told]
    if taken := roll.by_upn.get(one.values.get("upn", "")):
        problems.append(Problem("upn", f"The UPN {one.values['upn']} belongs to {taken.name}."))
    return problems


def _match(one: Candidate, roll: Roll) -> Match:
    """(the learner it surely is, the learners it may be, problems). UPN first, then former UPNs; names never decide."""
    upn = one.values.get("upn", "")
    if owner := roll.by_upn.get(upn) or roll.by_former.get(upn):
        return _by_number(one, owner)
    agreeing = _seemingly(one, roll)
    for owner in roll.by_mis.get(one.values.get("mis_number", ""), []):
        if all(_agreement(one, owner)) and not (upn and owner.values.get("upn")):
            return owner, [], []
    whole = [k for k in agreeing if all(_agreement(one, k))]
    if len(whole) == 1 and not upn and "dob" in one.values and not changes(one.values, whole[0], one.shouted):
        return whole[0], [], []
    return None, agreeing, []


def _by_number(one: Candidate, owner: Known) -> Match:
    """A UPN is mistyped, and twins' are mixed up: the name and date of birth must bear it out."""
    first, last, dob = _agreement(one, owner)
    if first and (last or dob):
        return owner, [], []
    if first or last or dob:
        return None, [owner], []
    birth = owner.values.get("dob")
    whose = f"{owner.name}, born {in_words(birth)}" if birth else owner.name
    return None, [owner], [Problem("upn", f"The UPN {one.values['upn']} is held here for {whose}.")]


def _agreement(one: Candidate, known: Known) -> tuple[bool, bool, bool]:
    """Whether first name, surname and date of birth agree; what the row does not say cannot disagree."""
    firsts = first_keys(one.values.get("legal_first"), one.values.get("preferred_first"))
    last = key(one.values.get("legal_last", ""))
    dob = one.values.get("dob")
    return (
        not firsts or not known.firsts or bool(firsts & known.firsts),
        not last or last in known.lasts or not known.lasts,
        dob is None or dob == known.values.get("dob"),
    )


def _seemingly(one: Candidate, roll: Roll) -> list[Known]:
    """Whom it may be without a number to say so. Two permanent UPNs are two people, unless everything else is one."""
    firsts = first_keys(one.values.get("legal_first"), one.values.get("preferred_first"))
    lasts = {key(one.values[k]) for k in ("legal_last", "preferred_last") if k in one.values}
    found = {k.pk: k for p in pairs(firsts, lasts, one.values.get("dob")) for k in roll.by_pair.get(p, ())}
    permanent = upn_kind(one.values.get("upn", "")) == "permanent"

    def is_another(known: Known) -> bool:
        numbered = permanent and upn_kind(known.values.get("upn", "")) == "permanent"
        return numbered and not all(_agreement(one, known))

    return [known for _, known in sorted(found.items()) if not is_another(known)]


def _against(one: Candidate, known: Known, roll: Roll) -> Checked:
    """A row whose learner is known: what it would change."""
    values, problems = dict(one.values), [p for p in one.problems if not _is_settled(p, one, known)]
    upn = values.get("upn", "")
    if upn in known.former_upns:
        del values["upn"]
        stays = known.values.get("upn") or "none"
        problems.append(Problem("upn", f"{upn} is a UPN they had before; {stays} stays.", WARN))
    elif (owner := roll.by_upn.get(upn)) and owner.pk != known.pk:
        problems.append(Problem("upn", f"The UPN {upn} belongs to {owner.name}."))
    problems += _settle_days(values, known)
    found = changes(values, known, one.shouted)
    problems += keep_names(found, one, known)
    held = any(p.weight != WARN for p in problems)
    fate = Fate.WRONG if held else Fate.UPDATED if found else Fate.UNCHANGED
    return Checked(one.row, fate, values, found, (known.pk,), known.pk, tuple(problems))


def _settle_days(values: dict[str, Any], known: Known) -> list[Problem]:
    """Dates that what is held already does not allow are put aside, and that is said."""
    problems = []
    since, begun = known.values.get("stage_on"), values.get("stage_on")
    if since and begun and begun < since:
        del values["stage_on"]
        said = f"Their stage now began on {in_words(since)}, after the date in the row. A new stage begins today."
        problems.append(Problem("stage_on", said, WARN))
    if known.left_on:
        values.pop("entered_on", None)
        said = f"{known.name} left on {in_words(known.left_on)}. The row does not bring them back."
        problems.append(Problem("", said, WARN))
    return problems


def _is_settled(problem: Problem, one: Candidate, known: Known) -> bool:
    """A year that does not fit the age was accepted when they came, or a need without a stage: not asked again."""
    if problem.field == "sen":
        return not changes({name: one.values[name] for name in ("stage", "needs")}, known)
    return problem.field == "fit" and problem.weight == HOLD and problem.guess == str(known.apart)


def changes(
    values: Mapping[str, Any], known: Known, shouted: frozenset[str] = frozenset()
) -> dict[str, tuple[Any, Any]]:
    """What a row would change, as field -> (old, new). A date of the stage alone changes nothing.

    Nor does the case of a name that the file has in capitals throughout.
    """
    found = {}
    for name, new in values.items():
        old = known.values.get(name)
        if name in {"stage_on", "school"} or new in ("", None, ()) or (name == "sex" and new == "U" and old):
            continue
        in_case_alone = name in shouted and old and old.casefold() == new.casefold()
        if not in_case_alone and not _same(name, old, new):
            found[name] = (old, new)
    if "stage" in found and "stage_on" in values:
        found["stage_on"] = (known.values.get("stage_on"), values["stage_on"])
    return found


def _same(name: str, old: Any, new: Any) -> bool:
    if name == "needs":
        kept = list(old or ())[: len(new)]
        types = [n[0] for n in kept] == [n[0] for n in new]
        return types and all(not words or words == o[1] for (_, words), o in zip(new, kept, strict=True))
    if name in {"preferred_first", "preferred_last"} and not old:
        return False
    return bool(old == new)


def _one_row_each(checked: list[Checked], roll: Roll) -> list[Checked]:
    """Two rows that lead to one learner are both held."""
    leading: dict[int, list[int]] = defaultdict(list)
    for one in checked:
        if one.match:
            leading[one.match].append(one.row)
    result = []
    for one in checked:
        others = [n for n in leading.get(one.match or 0, ()) if n != one.row]
        if others and not any(p.field == "upn" and "is also in" in p.text for p in one.problems):
            problem = Problem("", f"{roll.by_pk[one.match or 0].name} is also in {_rows(others)}, so neither is taken.")
            result.append(replace(one, fate=Fate.WRONG, problems=(*one.problems, problem)))
        else:
            result.append(one)
    return result
