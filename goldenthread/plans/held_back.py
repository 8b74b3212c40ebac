"""What was taken back from a plan and stands in the record all the same: new words of it come into no version by
themselves, and that is said wherever somebody may wait for them.
"""

from collections.abc import Iterable

from django.urls import reverse

from goldenthread.learners.models import Learner
from goldenthread.learners.policies import Reader
from goldenthread.outcomes.models import Outcome
from goldenthread.plans import policies
from goldenthread.plans.builders import entry_id
from goldenthread.plans.models import Withdrawal
from goldenthread.schools.clock import today
from goldenthread.story.hooks import Held
from goldenthread.story.models import Entry

SAYS = ("This line was taken back from {}’s {}. Whatever it says, it is in no version and not in the draft until it is "
        "let be read again.")


def held_back(learner: Learner, gone: Iterable[str]) -> int:
    """How many lines that were taken back stand in the record now. Nothing is asked where nothing was taken back."""
    def named(kind: str) -> list[str]:
        return [node.removeprefix(kind) for node in gone if node.startswith(kind)]
    entries, outcomes = named("entry:"), named("outcome:")
    return ((Entry.objects.filter(learner=learner, uuid__in=entries, retired_on=None).count() if entries else 0)
            + (Outcome.objects.filter(learner=learner, uuid__in=outcomes).count() if outcomes else 0))


def said_of(entry: Entry, reader: Reader) -> Held | None:
    """What the page of an entry says where its line was taken back, and where those who may let it back do so."""
    rows = Withdrawal.objects.filter(plan__learner=entry.learner_id, node=entry_id(entry), ended_on=None)
    row = rows.select_related("plan").order_by("pk").first()
    if row is None:
        return None
    plan, learner = row.plan, reader.learner
    may = not policies.why_not_act_as(reader, plan, today())
    where = {"slug": learner.school.slug, "pk": learner.pk, "type": plan.type}
    return Held(SAYS.format(learner.first, plan.as_template.called), reverse("plans:withdrawn", kwargs=where) if may
                else "")
