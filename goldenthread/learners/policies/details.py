"""What a learner's details, stage, needs and place in a year may be."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Model

from goldenthread.learners import ages, numbers
from goldenthread.learners.codes import ENROLMENT, NC_YEARS, SEN_TYPES, SEXES, STAGES, type_name
from goldenthread.learners.merging import same
from goldenthread.learners.models import Enrolment, Learner, Need, StageSpell
from goldenthread.learners.names import BadName, clean
from goldenthread.schools.forms import in_words


def why_not_be(learner: Learner, on: date) -> str:
    """What is wrong with a learner's details, the first thing found. The UPN's check letter only ever warns."""
    return (why_no_name(learner) or ages.why_odd(learner.dob, on) or why_not_upn(learner.upn)
            or why_not_codes(learner.sex, learner.uln))


def why_no_name(learner: Learner) -> str:
    try:
        for name in (learner.legal_first, learner.legal_last, learner.preferred_first, learner.preferred_last):
            clean(name)
    except BadName as bad:
        return str(bad)
    return "" if learner.name else "Enter a name. One name is enough for those who have only one."


def why_not_upn(upn: str) -> str:
    if upn and not numbers.upn_kind(upn):
        return numbers.upn_warning(upn)
    return ""


def why_not_codes(sex: str, uln: str) -> str:
    if sex not in SEXES:
        return "Sex is F, M, or U for not known."
    if uln and not numbers.ULN.fullmatch(uln):
        return "A ULN has ten figures, the first not 0."
    return ""


def why_not_year(nc_year: str, status: str = "C") -> str:
    if nc_year not in NC_YEARS:
        return f"There is no year group “{nc_year}”. Year groups are E1, E2, N1, N2, R, 1 to 20, X and M."
    return "" if status in ENROLMENT else f"There is no enrolment status “{status}”."


def why_not_stage(stage: str, starts_on: date, opened: StageSpell | None, on: date) -> str:
    """Begin a stage on a day, after the one that holds."""
    if stage not in STAGES:
        return "The stage is N, K or E."
    if starts_on > on:
        return "A stage cannot begin in the future. Come back on the day."
    if opened and starts_on < opened.starts_on:
        return f"The stage before began on {in_words(opened.starts_on)}. This one cannot begin before it."
    return ""


def why_not_start(starts_on: date, before: StageSpell | None, on: date) -> str:
    """Correct the first day of the stage that holds."""
    if starts_on > on:
        return "A stage cannot begin in the future. Come back on the day."
    if before and before.ends_on and starts_on <= before.ends_on:
        return f"The stage before lasted until {in_words(before.ends_on)}. This one begins after it."
    return ""


def why_not_needs(types: Iterable[str]) -> str:
    wrong = [type_ for type_ in types if type_ not in SEN_TYPES]
    return f"There is no type of need “{wrong[0]}”." if wrong else ""


def why_twice(types: Iterable[str]) -> str:
    """One type of need stands once; what it means in several ways is told in its words."""
    told = list(types)
    twice = next((type_ for type_ in told if told.count(type_) > 1), "")
    return (f"{type_name(twice)} is here twice. Keep it once, and put what it means for the learner into its words."
            if twice else "")


def ranked(needs: Iterable[Need]) -> str:
    """A mark of needs as they stand, that is another one after any change to them or to their order."""
    return " ".join(f"{need.uuid}:{need.revision}" for need in needs)


def why_needs_stale(needs: Iterable[Need], shown: str | None) -> str:
    if shown is not None and shown != ranked(needs):
        return ("Nothing is saved yet: somebody else changed these needs while you had them open. Look at theirs "
                "below, then save what is to hold.")
    return ""


def why_not_upn_for(learner: Learner, upn: str, again: str) -> str:
    """Give a learner another UPN: in form, typed the same twice, and nobody else's here."""
    if sentence := why_not_upn(upn):
        return sentence
    if upn != again:
        return "The two UPNs are not the same. Type the new UPN once more, reading it from the source."
    return upn_taken(learner, upn)


def upn_taken(learner: Learner, upn: str) -> str:
    """Whose UPN this is already, in a sentence; empty where it is free at this school."""
    other = Learner.objects.filter(school_id=learner.school_id, upn=upn).exclude(pk=learner.pk).first() if upn else None
    return f"{upn} is already the UPN of {other.name}, born {in_words(other.dob)}." if other else ""


def why_stale(kept: Model | None, shown: Mapping[str, Any] | None, told: Mapping[str, Any]) -> str:
    """Somebody else saved after the page was opened that `shown` is from; saving the same twice harms nothing."""
    if same(kept, shown) or same(kept, told):
        return ""
    return ("Nothing is saved yet: somebody else changed these details while you had them open. The boxes you left "
            "alone hold what they saved now. Where you both changed a box, theirs stands beside yours. Look through "
            "them, then save again.")


def why_not_leave(place: Enrolment | None, left_on: date) -> str:
    if place is None:
        return "This learner has no place in the current year."
    if place.entered_on and left_on < place.entered_on:
        return f"They came on {in_words(place.entered_on)}. They cannot leave before that."
    return ""
