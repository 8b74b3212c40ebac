"""Opening a draft and arranging it: what it holds, how far it is, who is let in, when it is reviewed."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from goldenthread.audit.operations import record
from goldenthread.audit.refusals import refuse_if
from goldenthread.learners.models import Learner
from goldenthread.people.models import Membership
from goldenthread.plans import hooks, policies
from goldenthread.plans.composing import compose, fingerprint
from goldenthread.plans.models import DraftAccess, Plan, PlanChoice, SectionState
from goldenthread.plans.reading import section_standings
from goldenthread.plans.templates import MAIN, named

NODE = 80


def locked(plan: Plan) -> Plan:
    """The plan as it stands, held until the transaction ends, with what composing needs.

    Held first and read with its joins after: PostgreSQL, having waited for a row, looks for its key person of now
    among those it had read before.
    """
    Plan.objects.select_for_update().only("pk").get(pk=plan.pk)
    return Plan.objects.select_related("learner__school", "key_person").get(pk=plan.pk)


@transaction.atomic
def open_plan(*, learner: Learner, by: Membership, on: date, type: str = MAIN,
              key_person: Membership | None = None, review_by: date | None = None) -> Plan:
    """Open a draft. It holds at once whatever the learner's record already says."""
    learner = Learner.objects.select_for_update().get(pk=learner.pk)
    refuse_if(policies.why_not_open(learner, type, by, on)
              or (policies.why_not_review_by(review_by, on) if review_by else ""))
    template = named(f"core/{type}")
    plan = Plan.objects.create(school_id=learner.school_id, learner=learner, type=type, template=template.ref,
                               key_person=key_person, review_by=review_by, opened_by=by, opened_on=on)
    record("plans.plan_opened", by=by, about=plan, learner=learner, title=template.title)
    hooks.tell_review_date(plan, by, on)
    return plan


def touch(plan: Plan, **changes: Any) -> Plan:
    """Change columns of a plan that is held (`locked`), and its revision with them."""
    for name, value in {"revision": plan.revision + 1, **changes}.items():
        setattr(plan, name, value)
    plan.save(update_fields=["revision", *changes])
    return plan


@transaction.atomic
def set_review_by(*, plan: Plan, review_by: date, by: Membership, on: date) -> Plan:
    """Set by when the plan is looked at again."""
    plan = locked(plan)
    refuse_if(policies.why_not_arrange(plan, by, on))
    refuse_if(policies.why_not_review_by(review_by, on))
    record("plans.review_date_set", by=by, about=plan, learner=plan.learner, review_by=review_by.isoformat())
    touch(plan, review_by=review_by)
    hooks.tell_review_date(plan, by, on)
    return plan


@transaction.atomic
def name_key_person(*, plan: Plan, member: Membership, by: Membership, on: date) -> Plan:
    """Say who brings this plan together and is asked about it."""
    plan = locked(plan)
    refuse_if(policies.why_not_arrange(plan, by, on))
    refuse_if("" if Learner.objects.visible_to(member, on).filter(pk=plan.learner_id).exists()
              else f"{member} cannot see {plan.learner.first}. Give access first.")
    record("plans.key_person_named", by=by, about=plan, learner=plan.learner, name=str(member))
    return touch(plan, key_person=member)


@transaction.atomic
def include(*, plan: Plan, node: str, section: str, by: Membership, on: date) -> PlanChoice:
    """Put an entry into a section that its field would not bring it to."""
    refuse_if("" if plan.as_template.has(section) else "There is no such section in this plan.")
    return choose(plan, node, section, by, on)


@transaction.atomic
def leave_out(*, plan: Plan, node: str, by: Membership, on: date) -> PlanChoice:
    """Leave a node out of this plan. It stays in the record, and in plans that show it."""
    return choose(plan, node, "", by, on)


def choose(plan: Plan, node: str, section: str, by: Membership, on: date) -> PlanChoice:
    plan = locked(plan)
    refuse_if(policies.why_not_arrange(plan, by, on))
    refuse_if("" if 0 < len(node) <= NODE else "There is no such line in this plan.")
    choice, _ = PlanChoice.objects.update_or_create(
        plan=plan, node=node,
        defaults={"school_id": plan.school_id, "section": section, "chosen_by": by, "chosen_on": on})
    verb = "plans.line_included" if section else "plans.line_left_out"
    record(verb, by=by, about=plan, learner=plan.learner, node=node, section=section)
    touch(plan)
    return choice


@transaction.atomic
def put_back(*, plan: Plan, node: str, by: Membership, on: date) -> None:
    """Undo an include or a leave-out: the template decides again."""
    plan = locked(plan)
    refuse_if(policies.why_not_arrange(plan, by, on))
    gone, _ = PlanChoice.objects.filter(plan=plan, node=node).delete()
    if gone:
        record("plans.line_put_back", by=by, about=plan, learner=plan.learner, node=node)
        touch(plan)


@transaction.atomic
def mark_section(*, plan: Plan, section: str, state: str, by: Membership, on: date) -> SectionState:
    """Say how far a section is. What it holds now is remembered: an entry changed elsewhere opens it again."""
    plan = locked(plan)
    refuse_if(policies.why_not_mark(plan, section, state, by, on))
    document = compose(plan, on)
    standings = section_standings(plan, document)
    refuse_if("" if section in standings else "This section is not for a learner of this age.")
    refuse_if(policies.why_not_move(standings[section].state, state))
    nodes = next((made.nodes for made in document.sections if made.key == section), ())
    refuse_if(policies.why_not_complete(state, nodes) or policies.why_not_needless(state, nodes))
    marked, _ = SectionState.objects.update_or_create(
        plan=plan, section=section, defaults={"school_id": plan.school_id, "state": state, "seen": fingerprint(nodes),
                                              "marked_by": by, "marked_on": on})
    record("plans.section_marked", by=by, about=plan, learner=plan.learner, section=section, state=state)
    return marked


@transaction.atomic
def let_in(*, plan: Plan, member: Membership | None, by: Membership, on: date,
           until: date | None = None) -> DraftAccess:
    """Let a member in to the draft, or (None) everyone who works with the learner. Twice is once."""
    plan = locked(plan)
    refuse_if(policies.why_not_arrange(plan, by, on) or policies.why_not_let_in(plan, member, on))
    there = DraftAccess.objects.filter(plan=plan, member=member, ends_on=None).first()
    if there:
        return there
    made = DraftAccess.objects.create(school_id=plan.school_id, plan=plan, member=member, starts_on=on, ends_on=until,
                                      let_in_by=by)
    record("plans.let_in", by=by, about=plan, learner=plan.learner, name=str(member) if member else "")
    return made


@transaction.atomic
def close_to(*, access: DraftAccess, by: Membership, on: date) -> DraftAccess:
    """End a member's (or everyone's) way in to the draft, at once: yesterday was the last day of it."""
    access = DraftAccess.objects.select_for_update(of=("self",)).select_related("plan__learner", "member").get(
        pk=access.pk)
    refuse_if(policies.why_not_arrange(access.plan, by, on))
    record("plans.closed_to", by=by, about=access.plan, learner=access.plan.learner,
           name=str(access.member) if access.member else "")
    if access.starts_on < on:
        access.ends_on = on - timedelta(days=1)
        access.save(update_fields=["ends_on"])
    else:
        access.delete()
    return access

