"""Issuing: the draft frozen as the next version, the version before it archived."""

import hashlib
import json
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction

from goldenthread.audit.operations import record
from goldenthread.audit.refusals import Refused, refuse_if
from goldenthread.people.models import Membership
from goldenthread.people.operations.mail import send_mail_later
from goldenthread.plans import hooks, policies
from goldenthread.plans.composing import Current, compose_many, currents_of
from goldenthread.plans.document import FORMAT, Document
from goldenthread.plans.models import Body, Plan, PlanVersion, Standing
from goldenthread.plans.operations.arranging import locked, touch
from goldenthread.plans.operations.filing import file_full_pdf
from goldenthread.plans.queries import family
from goldenthread.plans.states import State
from goldenthread.schools.clock import now

USED = "This page has already made {}, from other words than these. Open the plan to see it; start again from there."


@transaction.atomic
def issue(*, plan: Plan, by: Membership, on: date, what_changed: str, key: str,
          after: int | None = None, shown: str | None = None, review_by: date | None = None,
          although_unchanged: bool = True) -> PlanVersion:
    """Freeze the draft as the next version; the version before it is archived.

    `key` comes with the page that asks: asked twice, it answers twice and makes one version. `after` is the number of
    the version the page was showing (0 for none): where another has been issued since, nothing is; nor where the
    draft holds anything else than `shown` (from seen.shown_in), as the page had it. `review_by` is set on the plan
    where it is given. Without `although_unchanged`, words that are in force already are refused.
    """
    plan, asked = locked(plan), digest("issue", by.pk, what_changed, str(review_by or ""))
    if done := made_by(plan, key, asked):
        return done
    refuse_if(policies.why_not_issue(plan, by, on))
    in_force = currents_of([plan])
    refuse_if(policies.why_overtaken(in_force[plan.pk].version if in_force else None, after))
    refuse_if(policies.why_not_review_by(review_by, on) if review_by else "")
    plan.review_by = review_by or plan.review_by
    [document] = compose_many([plan], on, current=in_force)
    refuse_if(policies.why_changed_since(plan, document, shown))
    refuse_if(policies.why_missing(policies.missing(plan, document, document.meta.get("unneeded", []), on)))
    if not although_unchanged and in_force:
        refuse_if(policies.why_unchanged(in_force[plan.pk].version, in_force[plan.pk].document, document))
    last = newest(plan)
    version = PlanVersion(plan=plan, school_id=plan.school_id, number=last.number + 1 if last else 1, issued_on=on,
                          what_changed=what_changed.strip(), key=key, asked_sha256=asked)
    freeze(version, document, by, last)
    stand(version, on)
    mark_out_of_step(plan, document, on)
    touch(plan, out_of_step_since=None, review_by=plan.review_by)
    record("plans.version_issued", by=by, about=version, learner=plan.learner, number=version.label,
           title=plan.as_template.title)
    file_full_pdf.enqueue(version.pk)  # on the queue in this transaction: no version without it
    tell_family(version, on)
    hooks.tell_review_date(plan, by, on)
    return version


def digest(*asked: Any) -> str:
    """What was asked for, so that a key used again can be told from a key used for something else."""
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def made_by(plan: Plan, key: str, asked: str) -> PlanVersion | None:
    """The version this key made before, if any; refused where it was for something else."""
    refuse_if("" if 0 < len(key) <= 64 else "Open the page again: it did not say which request this is.")
    done = PlanVersion.objects.filter(plan=plan, key=key).first()
    if done and done.asked_sha256 != asked:
        raise Refused(USED.format(done))
    return done


def newest(plan: Plan) -> PlanVersion | None:
    """The last version made of a plan, whatever became of it: numbers and the chain of hashes go on from there."""
    made = PlanVersion.objects.filter(plan=plan).order_by("-number", "-correction")
    return made.only("number", "correction", "body_sha256").first()


def freeze(version: PlanVersion, document: Document, by: Membership, last: PlanVersion | None, **more: Any) -> Body:
    """Write a version and its body: the document with what makes it this version, hashed and chained to the last."""
    version.issued_by, version.issued_by_name, version.issued_at = by, str(by), now()
    document = document.with_meta(
        number=version.number, correction=version.correction, issued_on=version.issued_on.isoformat(),
        issued_by=version.issued_by_name, what_changed=version.what_changed, **more)
    text = document.as_json()
    version.format, version.template = FORMAT, document.template
    version.template_sha256 = version.plan.as_template.sha256
    version.body_sha256 = hashlib.sha256(text.encode()).hexdigest()
    version.previous_sha256 = last.body_sha256 if last else ""
    version.save(force_insert=True)
    return Body.objects.create(school_id=version.school_id, version=version, json=text)


def stand(version: PlanVersion, on: date) -> None:
    """Put a version in force; the one before it is archived."""
    Standing.objects.filter(plan_id=version.plan_id, state=State.CURRENT).update(state=State.ARCHIVED, since=on)
    Standing.objects.create(school_id=version.school_id, version=version, plan_id=version.plan_id,
                            state=State.CURRENT, since=on)


def mark_out_of_step(plan: Plan, document: Document, on: date) -> None:
    """Other plans of the learner whose version in force shows an older revision of something this one now shows."""
    others = Plan.objects.filter(learner_id=plan.learner_id, out_of_step_since=None).exclude(pk=plan.pk)
    newer = revisions(document)
    behind = [pk for pk, current in currents_of(others).items() if is_behind(current, newer)]
    if behind:
        Plan.objects.filter(pk__in=behind).update(out_of_step_since=on)


def is_behind(current: Current, newer: dict[str, int]) -> bool:
    return any(newer.get(node, 0) > revision for node, revision in revisions(current.document).items())


def revisions(document: Document) -> dict[str, int]:
    return {node.id: node.revision for node in document.nodes}


def tell_family(version: PlanVersion, on: date) -> None:
    """A letter to each parent or carer with an account, in the outbox with the version: that there is something to
    read, and neither whose nor what.
    """
    for member in family(version.plan.learner, on):
        if member.user and member.user.email:
            send_mail_later(to=member.user.email, template="plans/mail/issued.txt", now=version.issued_at,
                            key=f"issued-{version.uuid}-{member.pk}", about=f"learners:{version.plan.learner.uuid}",
                            context={"name": member.name, "site": settings.SITE_URL})
