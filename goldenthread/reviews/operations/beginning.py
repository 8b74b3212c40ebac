"""Starting a statutory process because somebody says so, and not because a plan came or a review ended."""

from datetime import date

from django.db import transaction

from goldenthread.audit.refusals import refuse_if
from goldenthread.learners.models import Learner
from goldenthread.people.models import Membership
from goldenthread.plans.models import Received
from goldenthread.plans.templates import RECEIVED_MAIN
from goldenthread.reviews.clocks import policies, queries
from goldenthread.reviews.clocks.rules import NEEDS_ASSESSMENT
from goldenthread.reviews.models import Process
from goldenthread.reviews.operations import clocks


@transaction.atomic
def begin(*, learner: Learner, kind: str, day: date, first: str, by: Membership, on: date, route: str = "") -> Process:
    """As clocks.start, refused where the record holds no EHC plan that this could be about."""
    refuse_if(policies.why_not_change(learner, by, on))
    held = Received.objects.filter(plan__learner=learner, plan__type=RECEIVED_MAIN)
    has_plan = learner.pk in queries.who_have_plans([learner.pk], on) or held.exists()
    assessed = clocks.running(learner, NEEDS_ASSESSMENT) is not None
    refuse_if(policies.why_no_plan(kind, learner, has_plan, assessed) or policies.why_too_young(learner, route, day))
    return clocks.start(learner=learner, kind=kind, day=day, first=first, route=route, by=by, on=on)
