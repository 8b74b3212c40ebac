"""What people note of what an authority asks for with a request to assess."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from goldenthread.audit.operations import record
from goldenthread.audit.refusals import refuse_if
from goldenthread.learners.models import Learner
from goldenthread.people.models import Membership
from goldenthread.reviews.clocks import evidence, policies
from goldenthread.reviews.models import EvidenceItem


@transaction.atomic
def note_evidence(*, learner: Learner, items: Mapping[str, tuple[str, str]], by: Membership, on: date) -> int:
    """Keep how items stand: by key, the state (empty: as the record shows) and a note. Gives how many changed."""
    refuse_if(policies.why_not_change(learner, by, on))
    known = {item.key for item in evidence.asked_of(learner, learner.school).items}
    for key, (state, _) in items.items():
        refuse_if("" if key in known and state in {"", *EvidenceItem.State.values} else "Choose how each item stands.")
    there = {item.key: item for item in EvidenceItem.objects.select_for_update().filter(learner=learner)}
    # A note alone is kept too: the item is still wanted, and the record may show it one day.
    items = {key: (state or ("wanted" if text else ""), text) for key, (state, text) in items.items()}
    changed = [key for key, said in items.items() if said != said_before(there.get(key))]
    for key in changed:
        state, text = items[key]
        if state:
            EvidenceItem.objects.update_or_create(learner=learner, key=key, defaults={
                "school_id": learner.school_id, "state": state, "note": text, "on": on, "noted_by": by})
        else:
            there[key].delete()
    if changed:
        record("reviews.evidence_noted", by=by, about=learner, learner=learner, items=changed)
    return len(changed)


def said_before(item: EvidenceItem | None) -> tuple[str, str]:
    return (item.state, item.note) if item else ("", "")
