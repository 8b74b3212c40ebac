"""From an address to a learner's outcome this member may see, or to a page that is not there."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from goldenthread.learners.policies import Reader
from goldenthread.outcomes import queries
from goldenthread.outcomes.models import Outcome


def outcome_for(reader: Reader, uuid: UUID) -> Outcome:
    mine = Outcome.objects.select_related("learner", "parent", "set_by", "revised_by")
    return get_object_or_404(mine, learner=reader.learner, uuid=uuid, audience__in=reader.audiences)


def outcomes_for(reader: Reader) -> list[Outcome]:
    """What this reader may read of a learner's outcomes, each with its newest note and the newest `.below` it; a parent
    they may not read is not named either.
    """
    return queries.with_below(queries.seen_by(reader, queries.outcomes(reader.learner)))
