"""What somebody has typed of a new target and not saved yet: kept for them alone, and no outcome."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from goldenthread.audit.refusals import refuse_if
from goldenthread.learners.models import Learner
from goldenthread.outcomes import policies
from goldenthread.outcomes.operations.setting import LONGEST
from goldenthread.people.models import Membership
from goldenthread.schools.words import clean, why_not_keep
from goldenthread.story.models import Begun
from goldenthread.story.operations import keep_begun, no_longer_begun

# Beside the fields of the record, whose beginnings are kept in the same place.
BEGUN = "new-target"


@transaction.atomic
def begin(*, learner: Learner, words: Mapping[str, str], by: Membership, on: date) -> Begun | None:
    """Keep the boxes of a new target as they were typed, right or wrong; nothing hoped for keeps nothing."""
    refuse_if(policies.why_not_begin(learner, by, on))
    words = {name: clean(text) for name, text in words.items()}
    for text in filter(None, words.values()):
        refuse_if(why_not_keep(text, longest=LONGEST))
    if not words.get("wording"):
        forget(learner=learner, by=by)
        return None
    return keep_begun(learner=learner, field=BEGUN, words=words, by=by)


def forget(*, learner: Learner, by: Membership) -> None:
    """It was saved, emptied or thrown away."""
    no_longer_begun(learner=learner, field=BEGUN, by=by)
