"""Reading outcomes. Each costs the same for one learner or many."""

from collections.abc import Iterable

from django.db.models import Prefetch

from goldenthread.learners.models import Learner
from goldenthread.outcomes.levels import DEPTH
from goldenthread.outcomes.models import Outcome, OutcomeWording, ProgressNote


def outcomes(learner: Learner) -> list[Outcome]:
    """All outcomes of a learner, open and closed, from the highest level down, each with `.latest` note or None."""
    return for_learners([learner.pk])[learner.pk]


def for_learners(ids: Iterable[int]) -> dict[int, list[Outcome]]:
    """As outcomes, for many learners in two questions. Every id has its list. Readers are not considered here."""
    ids = list(ids)
    found: dict[int, list[Outcome]] = {pk: [] for pk in ids}
    notes = Prefetch("notes", ProgressNote.objects.select_related("by").order_by("on", "pk"), to_attr="noted")
    rows = (Outcome.objects.filter(learner_id__in=ids).select_related("learner", "parent", "set_by", "revised_by")
            .prefetch_related(notes).order_by("due_on", "pk"))
    for outcome in rows:
        outcome.latest = outcome.noted[-1] if outcome.noted else None  # type: ignore[attr-defined]
        found[outcome.learner_id].append(outcome)
    for mine in found.values():
        mine.sort(key=lambda outcome: DEPTH[outcome.level])
    return found


def notes(outcome: Outcome) -> list[ProgressNote]:
    """Every note of an outcome's progress, newest first."""
    return list(outcome.notes.select_related("by"))


def wordings(outcome: Outcome) -> list[OutcomeWording]:
    """An outcome as it was worded before each change, newest first. Readers are not considered here."""
    return list(outcome.wordings.select_related("revised_by"))
