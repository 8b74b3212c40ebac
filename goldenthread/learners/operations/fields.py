"""Putting values into a learner: tidied, with the names that lists are ordered by and looked up in."""

from typing import Any

from goldenthread.audit.refusals import Refused
from goldenthread.learners.models import Learner
from goldenthread.learners.names import BadName, clean, search_name, sort_name
from goldenthread.learners.numbers import clean_upn

NAMES = ("legal_first", "legal_last", "preferred_first", "preferred_last")
# What `amend` changes. UPN and photo have verbs of their own; uuid, account and school are nobody's to change.
AMENDABLE = (*NAMES, "dob", "sex", "ethnicity", "uln", "mis_number", "first_language", "communication",
             "home_authority", "looked_after", "looked_after_by", "emergency")
KEPT = (*AMENDABLE, "upn")


def tidied(values: dict[str, Any]) -> dict[str, Any]:
    """Text trimmed, names cleaned, codes in capitals. A name that cannot be is refused in a sentence."""
    return {name: tidy(name, value) for name, value in values.items()}


def tidy(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name == "upn":
        return clean_upn(value)
    if name in {"ethnicity", "first_language", "sex", "home_authority", "looked_after_by"}:
        return value.strip().upper()
    if name not in NAMES:
        return value.strip()
    try:
        return clean(value)
    except BadName as bad:
        raise Refused(str(bad)) from bad


def put(learner: Learner, values: dict[str, Any]) -> list[str]:
    """Set the values on the learner, unsaved; says which fields differ now, the derived ones among them."""
    before = {name: getattr(learner, name) for name in (*values, "sort_name", "search_name")}
    for name, value in values.items():
        setattr(learner, name, value)
    derive(learner)
    return [name for name, value in before.items() if getattr(learner, name) != value]


def derive(learner: Learner) -> None:
    """Lists are ordered by the names in use; a learner is found by any they have."""
    last = learner.preferred_last or learner.legal_last
    learner.sort_name = sort_name(learner.preferred_first or learner.legal_first, last)[:260]
    learner.search_name = search_name(*(getattr(learner, name) for name in NAMES))[:520]
