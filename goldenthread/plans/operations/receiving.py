"""Keeping a plan that somebody else wrote: an EHC plan, as it was received from the authority."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from uuid import uuid4

from django.db import transaction

from goldenthread.audit.operations import record
from goldenthread.audit.refusals import Refused, refuse_if
from goldenthread.learners import codes
from goldenthread.learners.models import Learner
from goldenthread.outcomes import operations as outcomes
from goldenthread.people.models import Membership
from goldenthread.plans import policies
from goldenthread.plans.hooks import tell_received
from goldenthread.plans.models import Plan, Received
from goldenthread.plans.operations.issuing import digest
from goldenthread.plans.templates import RECEIVED_MAIN, Template, named
from goldenthread.schools.clock import now
from goldenthread.schools.forms import in_words
from goldenthread.schools.words import clean

USED = "This page has already recorded a plan, from other words than these. Open it to see what is there."


@dataclass(frozen=True)
class Told:
    """One row of sections B, E and F, word for word. `outcome_uuid` names the outcome of the plan before that it goes
    on with, as long as the words of the outcome are the same: other words are another outcome.
    """

    need: str
    outcome: str
    provision: str = ""
    area: str = ""
    due_on: date | None = None
    outcome_uuid: str = ""


@transaction.atomic
def receive(*, learner: Learner, dated_on: date, received_on: date, from_authority: str, by: Membership, on: date,
            triples: Sequence[Told], note: str, key: str, words: Mapping[str, str] | None = None,
            type: str = RECEIVED_MAIN) -> Received:
    """Keep a plan as it was received, and make its outcomes the top of the learner's thread.

    `words` are those of the other sections, by their key in the template. Nothing of it is changed afterwards: an
    amended plan is received anew, and the one before it is archived by being older.
    """
    learner = Learner.objects.select_for_update().get(pk=learner.pk)
    refuse_if(policies.why_not_receive(learner, type, by, on) or policies.why_not_dated(dated_on, received_on, on))
    template, triples = named(f"core/{type}"), [cleaned(told) for told in triples]
    told = told_of(template, words or {})
    refuse_if(why_not_told(triples, from_authority))
    plan = plan_of(learner, template, by, on)
    # Which outcome a row goes on with is not among it: asked again, that is already the one this plan made.
    asked = digest("receive", by.pk, str(dated_on), str(received_on), from_authority, told, note.strip(),
                   [[str(getattr(row, each.name)) for each in fields(Told)[:-1]] for row in triples])
    if done := made_by(plan, key, asked):
        return done
    made = Received.objects.create(
        school_id=plan.school_id, plan=plan, uuid=uuid4(), number=plan.received.count() + 1, dated_on=dated_on,
        received_on=received_on, from_authority=from_authority, words=told, note=note.strip(), template=template.ref,
        received_by=by, received_by_name=str(by), recorded_at=now(), key=key, asked_sha256=asked)
    keep_triples(made, triples, by, on)
    tell_received(made, by, on)
    record("plans.plan_received", by=by, about=made, learner=learner, called=template.a_called,
           dated_on=dated_on.isoformat(), authority=codes.LAS[from_authority])
    return made


def cleaned(told: Told) -> Told:
    return Told(clean(told.need), clean(told.outcome), clean(told.provision), told.area, told.due_on, told.outcome_uuid)


def told_of(template: Template, words: Mapping[str, str]) -> dict[str, str]:
    """The words of the sections that have any, in the order of the template."""
    return {part.key: text for part in template.sections if (text := clean(words.get(part.key, "")))}


def why_not_told(triples: Sequence[Told], from_authority: str) -> str:
    if from_authority not in codes.LAS:
        return "Choose the authority that wrote the plan."
    if not triples:
        return "Write at least one need with its outcome, as sections B and E have them."
    bare = [str(number) for number, told in enumerate(triples, 1) if not (told.need and told.outcome)]
    return f"Write both the need and the outcome of row {', '.join(bare)}." if bare else ""


def plan_of(learner: Learner, template: Template, by: Membership, on: date) -> Plan:
    """The one plan under which everything of this kind is kept."""
    plan, _ = Plan.objects.get_or_create(
        learner=learner, type=template.type,
        defaults={"school_id": learner.school_id, "template": template.ref, "opened_by": by, "opened_on": on})
    return plan


def made_by(plan: Plan, key: str, asked: str) -> Received | None:
    """What this key recorded before, if anything; refused where it was something else."""
    refuse_if("" if 0 < len(key) <= 64 else "Open the page again: it did not say which request this is.")
    done = Received.objects.filter(plan=plan, key=key).first()
    if done and done.asked_sha256 != asked:
        raise Refused(USED)
    return done


def keep_triples(received: Received, triples: Sequence[Told], by: Membership, on: date) -> None:
    """The needs, outcomes and provision as they stand together; each outcome begins (or goes on) as an outcome of its
    own, at the end of a key stage. A plan older than the one in force amends nothing.
    """
    outcomes.receive_triples(learner=received.plan.learner, received=str(received.uuid), triples=triples, by=by, on=on,
                             starts_on=received.dated_on, origin_label=f"EHC plan, {in_words(received.dated_on)}",
                             amends=received == received.plan.received.first())
