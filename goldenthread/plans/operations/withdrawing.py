"""Taking words back that were issued: a line from every copy, or (rarely, and for good) a whole body."""

from datetime import date

from django.db import transaction

from goldenthread.audit.operations import record
from goldenthread.audit.refusals import refuse_if
from goldenthread.learners import files
from goldenthread.people.models import Membership
from goldenthread.plans import policies
from goldenthread.plans.models import Body, Erasure, Plan, PlanVersion, Rendering, Withdrawal
from goldenthread.plans.operations.arranging import locked
from goldenthread.schools.clock import now


@transaction.atomic
def withdraw(*, plan: Plan, node: str, reason: str, by: Membership, on: date, note: str = "") -> Withdrawal:
    """Take a line back from every version of this plan, past and present. Files that show it go out of use."""
    plan = locked(plan)
    refuse_if(policies.why_not_act_on(plan, by, on))
    refuse_if(policies.why_not_withdraw(reason, note))
    there = Withdrawal.objects.filter(plan=plan, node=node, ended_on=None).first()
    if there:
        return there
    bodies = [body for body in Body.objects.filter(version__plan=plan).select_related("version") if shows(body, node)]
    refuse_if("" if bodies else "No version of this plan shows this line.")
    made = Withdrawal.objects.create(school_id=plan.school_id, plan=plan, node=node, reason=reason, note=note.strip(),
                                     withdrawn_by=by, withdrawn_on=on)
    retire_renderings([body.version_id for body in bodies])
    record("plans.line_withdrawn", by=by, about=plan, learner=plan.learner, node=node, reason=reason)
    return made


def shows(body: Body, node: str) -> bool:
    """Whether a version has these words: a line of its body, or those on what has changed."""
    return f'"id":"{node}"' in body.json or (node == body.version.sum and bool(body.version.what_changed))


@transaction.atomic
def restore_withdrawn(*, withdrawal: Withdrawal, by: Membership, on: date) -> Withdrawal:
    """Let a withdrawn line be read again, by whoever may. The withdrawal stays on record, ended."""
    plan = locked(withdrawal.plan)
    refuse_if(policies.why_not_act_on(plan, by, on))
    withdrawal = Withdrawal.objects.select_for_update(of=("self",)).get(pk=withdrawal.pk)
    if withdrawal.ended_on:
        return withdrawal
    withdrawal.ended_by, withdrawal.ended_on = by, on
    withdrawal.save(update_fields=["ended_by", "ended_on"])
    retire_renderings(list(PlanVersion.objects.filter(plan=plan).values_list("pk", flat=True)))
    record("plans.line_restored", by=by, about=plan, learner=plan.learner, node=withdrawal.node)
    return withdrawal


def retire_renderings(version_ids: list[int]) -> None:
    """Files in use of these versions are so no longer; the next who asks is given a new one."""
    Rendering.objects.filter(version__in=version_ids, retired_at=None).update(retired_at=now())


@transaction.atomic
def erase_body(*, version: PlanVersion, reason: str, by: Membership, on: date) -> Erasure:
    """Erase a version's words, and the files made of them, for good. Number, day and hash stay, and why they went."""
    plan = locked(version.plan)
    refuse_if(policies.why_not_act_on(plan, by, on))
    refuse_if("" if reason.strip() else "Say why these words must go.")
    there = Erasure.objects.filter(version=version).first()
    if there:
        return there
    body = Body.objects.get(version=version)
    erasure = Erasure.objects.create(school_id=plan.school_id, erases_id=body.pk, version=version,
                                     reason=reason.strip(), erased_by=by, erased_on=on)
    retire_renderings([version.pk])
    body.delete()
    hashes = set(Rendering.objects.filter(version=version).values_list("sha256", flat=True))
    transaction.on_commit(lambda: drop_files(plan.school_id, hashes))
    record("plans.body_erased", by=by, about=version, learner=plan.learner, number=version.label)
    return erasure


def drop_files(school_id: int, hashes: set[str]) -> None:
    for sha in hashes:
        files.drop(school_id, sha)
