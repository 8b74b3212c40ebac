"""A learner's details as rows of label and value: all of them, or the few that matter in class."""

from dataclasses import dataclass
from datetime import date

from goldenthread.learners.ages import age, end_of_compulsory_school_age, expected_year
from goldenthread.learners.codes import (
    AREAS,
    ENROLMENT,
    ETHNICITIES,
    LAS,
    SEXES,
    STAGES,
    is_eal,
    language,
    type_name,
    year_name,
)
from goldenthread.learners.models import Enrolment, Learner, Need, StageSpell
from goldenthread.learners.numbers import uln_warning
from goldenthread.schools.forms import in_words


@dataclass(frozen=True)
class Row:
    key: str
    value: str
    href: str = ""
    action: str = ""


@dataclass(frozen=True)
class Part:
    """Rows under a heading, with the page that changes them."""

    title: str
    rows: list[Row]
    change: str


def few(learner: Learner, on: date) -> list[Row]:
    """What everybody who works with a learner may know."""
    place = learner.enrolments.filter(year__current=True).first()
    return [
        Row("Name", learner.name),
        Row("Date of birth", f"{in_words(learner.dob)}, now {age(learner.dob, on)}"),
        Row("Year and group", in_group(place)),
        Row("How they communicate", learner.communication),
        Row("In an emergency", learner.emergency or "Nothing noted"),
    ]


def everything(learner: Learner, here: str) -> list[Part]:
    """What the SENCO's team keeps. `here` is the address of the details page, below which the others lie."""
    base = here.removesuffix("details/")
    place = learner.enrolments.filter(year__current=True).select_related("year").first()
    needs = list(learner.needs.filter(ends_on=None))
    stages = list(learner.stages.all())
    return [
        Part("Who they are", who(learner), f"{base}details/edit/"),
        Part("Year and group", where(learner, place), f"{base}enrolment/"),
        Part("SEN stage", [stage_row(spell) for spell in stages] or [Row("Stage", "None recorded")], f"{base}stage/"),
        Part("Needs", [need_row(need) for need in needs] or [Row("Needs", "None recorded")], f"{base}needs/"),
    ]


def who(learner: Learner) -> list[Row]:
    care = LAS.get(learner.looked_after_by, learner.looked_after_by)
    return [
        Row("Name they use", learner.name),
        Row("Legal name", learner.legal_name),
        Row("Date of birth", in_words(learner.dob)),
        Row("Rights are their own", f"after {in_words(end_of_compulsory_school_age(learner.dob))}"),
        Row("Sex", SEXES[learner.sex]),
        Row("Ethnicity", ETHNICITIES.get(learner.ethnicity, learner.ethnicity)),
        Row("First language", language(learner.first_language) + (
            ", so English is an additional one" if is_eal(learner.first_language) else "")),
        Row("How they communicate", learner.communication),
        Row("In an emergency", learner.emergency or "Nothing noted"),
        Row("Home authority", LAS.get(learner.home_authority, learner.home_authority)),
        Row("Looked after", f"Yes{f', by {care}' if care else ''}" if learner.looked_after else "No"),
        Row("Number in the school's system", learner.mis_number),
        Row("ULN", ". ".join(filter(None, [learner.uln, uln_warning(learner.uln)]))),
    ]


def where(learner: Learner, place: Enrolment | None) -> list[Row]:
    if place is None:
        return [Row("Year group", "Not in this year")]
    expected = expected_year(learner.dob, place.year.starts)
    rows = [Row("Year and group", in_group(place))]
    if expected and expected != place.nc_year:
        rows.append(Row("Year by their age", year_name(expected)))
    rows += [Row("First day here", in_words(place.entered_on) if place.entered_on else ""),
             Row("Enrolment", ENROLMENT.get(place.status, place.status))]
    if place.other_school:
        keeper = "this school" if place.plan_kept_here else place.other_school
        rows += [Row("Other school", place.other_school), Row("Who owns the plan", keeper)]
    if place.left_on:
        rows.append(Row("Last day here", in_words(place.left_on)))
    return rows


def in_group(place: Enrolment | None) -> str:
    return ", ".join(filter(None, [year_name(place.nc_year), place.tutor_group])) if place else ""


def stage_row(spell: StageSpell) -> Row:
    since = f"From {in_words(spell.starts_on)}" + (f" to {in_words(spell.ends_on)}" if spell.ends_on else "")
    return Row(since, ", ".join(filter(None, [STAGES.get(spell.stage, spell.stage), spell.local_stage])))


def need_row(need: Need) -> Row:
    name = type_name(need.type)
    area = AREAS.get(need.area, "")
    about = ". ".join(filter(None, [area if area != name else "", need.description]))
    return Row("Main need" if need.rank == 1 else f"Need {need.rank}", ". ".join(filter(None, [name, about])))
