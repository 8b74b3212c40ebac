"""A learner as one line of the register, for the screen and for the spreadsheet alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from goldenthread.learners.codes import STAGE_NAMES, type_name
from goldenthread.learners.models import Learner
from goldenthread.schools.models import School
from goldenthread.story.queries import voices_of

# A voice counts as heard for as long as a school year of weeks.
HEARD_FOR = timedelta(weeks=39)
WHO = {"learner": "the learner", "family": "family", "staff": "teacher"}


@dataclass(frozen=True)
class Row:
    """What the register shows of one learner, in words; `missing` names the voices nobody has asked for lately."""

    learner: Learner
    url: str
    name: str
    year: str
    stage: str
    need: str
    standing: str
    standing_kind: str
    review_by: date | None
    overdue: bool
    heard: list[tuple[str, bool]]

    @property
    def missing(self) -> list[str]:
        return [who for who, heard in self.heard if not heard]

    @property
    def voices(self) -> str:
        """All heard, or whose is missing."""
        if not self.missing:
            return "All heard"
        return f"{' and '.join(self.missing)} missing".capitalize()


def rows(school: School, learners: Iterable[Learner], on: date) -> list[Row]:
    """Learners annotated by home.queries.learners, as rows; one more query for whose voices were heard."""
    found = list(learners)
    voices = voices_of([learner.pk for learner in found], since=on - HEARD_FOR)
    return [row(school, learner, voices[learner.pk], on) for learner in found]


def row(school: School, learner: Any, heard: Mapping[str, date | None], on: date) -> Row:
    standing = standing_of(learner)
    return Row(
        learner=learner,
        url=reverse("plans:current", kwargs={"slug": school.slug, "pk": learner.pk}),
        name=learner.name,
        year=" ".join(filter(None, [learner.nc_year, learner.tutor_group])),
        stage=" · ".join(filter(None, [STAGE_NAMES[learner.stage], learner.local_stage])),
        need=type_name(learner.need_type) if learner.need_type else "",
        standing=standing,
        standing_kind=standing.split()[0].lower() if standing else "",
        review_by=learner.review_by,
        overdue=bool(learner.review_by and learner.review_by < on),
        heard=[(name, heard[voice] is not None) for voice, name in WHO.items()],
    )


def standing_of(learner: Any) -> str:
    """Draft, Version 2 or Version 2.1; empty where no plan was started."""
    if learner.version:
        return f"Version {learner.version}" + (f".{learner.correction}" if learner.correction else "")
    return "Draft" if learner.plan_id else ""
