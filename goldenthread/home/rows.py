"""A learner as one line of the register, for the screen and for the spreadsheet alike."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import FilteredRelation, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from goldenthread.learners.codes import STAGE_NAMES, type_name, year_and_group
from goldenthread.learners.managers import live
from goldenthread.learners.models import Enrolment, Learner
from goldenthread.learners.names import known_as
from goldenthread.plans.models import Plan
from goldenthread.plans.states import State
from goldenthread.plans.templates import MAIN
from goldenthread.reviews.queries import behind_of
from goldenthread.schools.models import School
from goldenthread.story.queries import heard_since

# A voice counts as heard for as long as a school year of weeks.
HEARD_FOR = timedelta(weeks=39)
NAMES = ("legal_first", "legal_last", "preferred_first", "preferred_last")
WHO = {"learner": "the learner", "family": "family", "staff": "teacher"}


@dataclass(frozen=True)
class Row:
    """What the register shows of one learner, in words; `missing` names the voices nobody has asked for lately."""

    pk: int
    slug: str
    name: str
    year: str
    stage: str
    need: str
    standing: str
    standing_kind: str
    review_by: date | None
    overdue: bool
    heard: tuple[tuple[str, bool], ...]
    # Fewer meetings with the family than there should have been by now.
    behind: bool = False
    # What the school holds is being brought into the record; no plan is opened on it yet.
    onboarding: bool = False

    @property
    def stands(self) -> str:
        """How the plan stands, in words."""
        return self.standing or ("On-boarding" if self.onboarding else "Not started")

    @property
    def url(self) -> str:
        return reverse("plans:current", kwargs={"slug": self.slug, "pk": self.pk})

    @property
    def missing(self) -> list[str]:
        return [who for who, heard in self.heard if not heard]

    @property
    def voices(self) -> str:
        """All heard, or whose is missing; without SEN and without a plan there is nothing to be heard for."""
        if not self.missing:
            return "All heard"
        if self.stage.startswith(STAGE_NAMES["N"]) and not self.standing:
            return "–"
        *others, last = self.missing
        return f"{', '.join(others)}{' and ' if others else ''}{last} missing".capitalize()


def rows(school: School, learners: Iterable[int], on: date) -> list[Row]:
    """Learners, by their ids, as rows in the order given: the same few questions for one or for all of them."""
    ids = list(learners)
    heard, facts = heard_since(ids, since=on - HEARD_FOR), facts_of(ids, on)
    told, late = {pk for pk, _ in heard}, behind_of(ids, on)
    begun = told - facts.plan.keys()
    return [row(school, pk, facts, heard, on, behind=pk in late, onboarding=pk in begun) for pk in ids]


def lines(found: Iterable[Row]) -> SafeString:
    """Rows as the lines of the register's table."""
    return format_html_join("", "{}", ((drawn(row),) for row in found))


@lru_cache(maxsize=4_000)  # some 4 MB; the register is opened far more often than a line of it changes
def drawn(row: Row) -> SafeString:
    # Given the words themselves and nothing else: whoever sees another line has another row, and so another drawing.
    return render_to_string("home/register_line.html", {"row": row})


@dataclass(frozen=True)
class Facts:
    """What is known of many learners, each by the learner's id."""

    place: dict[int, tuple[Any, ...]]
    who: dict[int, tuple[Any, ...]]
    plan: dict[int, tuple[Any, ...]]


def facts_of(ids: Sequence[int], on: date) -> Facts:
    """Three plain questions cost a fraction of what subqueries for each learner do. The last of several rows counts."""
    places = Enrolment.objects.filter(year__current=True, learner__in=ids).order_by()
    spell = FilteredRelation("stages", condition=live(on, "stages__"))
    need = FilteredRelation("needs", condition=live(on, "needs__"))
    who = Learner.objects.filter(pk__in=ids).annotate(spell=spell, need=need).order_by("-need__rank", "-need__pk")
    in_force = FilteredRelation("standings", condition=Q(standings__state=State.CURRENT))
    plans = Plan.objects.filter(type=MAIN, learner__in=ids).annotate(in_force=in_force).order_by()
    return Facts(
        place=by_learner(places.values_list("learner", "nc_year", "tutor_group")),
        who=by_learner(who.values_list("pk", "spell__stage", "spell__local_stage", "need__type", *NAMES)),
        plan=by_learner(plans.values_list("learner", "review_by", "in_force__version__number",
                                          "in_force__version__correction")),
    )


def by_learner(found: Iterable[tuple[Any, ...]]) -> dict[int, tuple[Any, ...]]:
    return {pk: tuple(values) for pk, *values in found}


def row(school: School, pk: int, facts: Facts, heard: Collection[tuple[int, str]], on: date, *, behind: bool,
        onboarding: bool) -> Row:
    review_by, *version = facts.plan.get(pk, (None, None, None))
    standing = standing_of(version, pk in facts.plan)
    stage, local_stage, need, *names = facts.who[pk]
    return Row(
        pk=pk,
        slug=school.slug,
        name=known_as(*names),
        year=year_and_group(*facts.place.get(pk, ("", ""))),
        stage=" · ".join(filter(None, [STAGE_NAMES[stage or "N"], local_stage])),
        need=type_name(need) if need else "",
        standing=standing,
        standing_kind=standing.split()[0].lower() if standing else "",
        review_by=review_by,
        overdue=bool(review_by and review_by < on and version[0]),
        heard=tuple((name, (pk, voice) in heard) for voice, name in WHO.items()),
        behind=behind,
        onboarding=onboarding,
    )


def standing_of(version: Sequence[int | None], begun: bool) -> str:
    """Draft, Version 2 or Version 2.1; empty where no plan was started."""
    number, correction = version
    if number:
        return f"Version {number}" + (f".{correction}" if correction else "")
    return "Draft" if begun else ""
