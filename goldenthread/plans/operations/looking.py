"""Looking at a live plan: it has no versions, so that somebody did is what is kept."""

import uuid as uuids
from datetime import date

from django.db import transaction

from goldenthread.actions import operations as actions
from goldenthread.audit.operations import record
from goldenthread.audit.refusals import refuse_if
from goldenthread.learners.models import Learner
from goldenthread.learners.policies import reader_of
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission
from goldenthread.plans import causes
from goldenthread.plans.models import Look
from goldenthread.plans.templates import LIVE, of_type
from goldenthread.schools.clock import now
from goldenthread.schools.models import Term
from goldenthread.schools.words import line


@transaction.atomic
def look_at(*, learner: Learner, with_whom: str, by: Membership, on: date, type: str = causes.PROFILE_TYPE,
            uuid: uuids.UUID | None = None) -> Look:
    """Note that a live plan was looked at and still holds, and with whom. The same uuid again is the same look."""
    learner = Learner.objects.select_for_update().get(pk=learner.pk)
    if uuid and (there := Look.objects.filter(uuid=uuid, learner=learner).first()):
        return there
    refuse_if(why_not_look(learner, type, by, on))
    with_whom = line(with_whom)
    refuse_if("Name them in 200 characters at most." if len(with_whom) > 200 else "")
    look = Look.objects.create(school_id=learner.school_id, learner=learner, type=type, looked_on=on, by=by,
                               with_whom=with_whom, recorded_at=now(), uuid=uuid or uuids.uuid4())
    record("plans.looked_at", by=by, about=look, learner=learner, type=type)
    terms = Term.objects.filter(school=learner.school_id, starts_on__lte=on, ends_on__gte=on)
    actions.close_for(school=learner.school, causes=[causes.profile_key(learner, term) for term in terms], by=by, on=on)
    return look


def why_not_look(learner: Learner, type: str, by: Membership, on: date) -> str:
    template = of_type(type)
    if template is None or template.kind != LIVE:
        return "Only a live plan is looked at: others have versions."
    if not by.may(Permission.RECORD_WRITE) or not reader_of(by, learner, on).audiences:
        return "Only those who work with this learner can say that they looked."
    return ""
