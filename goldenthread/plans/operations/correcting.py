"""Correcting a version in force: a typing error mended in the issued words and, where it still stands, the record."""

from dataclasses import replace
from datetime import date

from django.db import transaction

from goldenthread.audit.operations import record
from goldenthread.audit.refusals import Refused, refuse_if
from goldenthread.outcomes.models import Outcome
from goldenthread.outcomes.operations import reword
from goldenthread.people.models import Membership
from goldenthread.plans import policies
from goldenthread.plans.document import Document, Node
from goldenthread.plans.lines import WORDS
from goldenthread.plans.models import PlanVersion, Standing
from goldenthread.plans.operations.arranging import locked
from goldenthread.plans.operations.filing import file_full_pdf
from goldenthread.plans.operations.issuing import digest, freeze, made_by, newest, stand
from goldenthread.plans.reading import open_body
from goldenthread.schools.words import clean
from goldenthread.story.models import Entry
from goldenthread.story.operations import revise

Patches = dict[str, dict[str, str]]


@transaction.atomic
def correct(*, version: PlanVersion, patches: Patches, reason: str, by: Membership, on: date, key: str) -> PlanVersion:
    """Mend named words of the version in force, as 1.1. Nothing is composed again and the annual date stays.

    `patches` are by node id: {"entry:…": {"text": "the right words"}}. The living record is mended too where it still
    stands as it was issued.
    """
    plan, asked = locked(version.plan), digest("correct", by.pk, version.pk, patches, reason)
    if done := made_by(plan, key, asked):
        return done
    refuse_if(policies.why_not_act_on(plan, by, on))
    refuse_if(policies.why_not_correct(version, Standing.objects.get(version=version).state, reason))
    mended = patched(open_body(version), patches, by, on)
    made = PlanVersion(
        plan=plan, school_id=plan.school_id, number=version.number, correction=version.correction + 1,
        issued_on=version.issued_on, corrected_on=on, what_changed=version.what_changed, reason=reason.strip(),
        key=key, asked_sha256=asked)
    freeze(made, mended, by, newest(plan), corrected_on=on.isoformat(), corrected_by=str(by), reason=made.reason)
    stand(made, on)
    record("plans.version_corrected", by=by, about=made, learner=plan.learner, number=made.label, lines=len(patches),
           title=plan.as_template.title)
    file_full_pdf.enqueue(made.pk)
    return made


def patched(document: Document, patches: Patches, by: Membership, on: date) -> Document:
    """The frozen document with the patches in it, each mended in the living record as well where that is unchanged."""
    nodes = {node.id: node for node in document.nodes}
    mended = {node: mend(nodes.get(node), clean_patch(patch), by, on) for node, patch in patches.items()}
    if all(nodes[node] == after for node, after in mended.items()):
        raise Refused("No words were changed, so there is nothing to correct.")
    return replace(document, sections=tuple(
        replace(section, nodes=tuple(mended.get(node.id, node) for node in section.nodes))
        for section in document.sections))


def clean_patch(patch: dict[str, str]) -> dict[str, str]:
    return {name: clean(text) for name, text in patch.items()}


def mend(node: Node | None, patch: dict[str, str], by: Membership, on: date) -> Node:
    """One node with its patch: words only, never whose words they are, nor a date or a judgement.

    Its revision moves on with the living one, so that the next version shows no change.
    """
    refuse_if(policies.why_not_reword(node))
    if node is None or not patch or not set(patch) <= set(WORDS.get(node.kind, ())):
        raise Refused("Only words that stand in this version can be corrected.")
    if not all(patch.values()) and node.kind in {"entry", "person"}:
        raise Refused("A correction cannot leave a line empty. To take it back, withdraw it.")
    changed = {name: text for name, text in patch.items() if node.data.get(name) != text}
    if not changed:
        return node
    return replace(node, data=node.data | changed, revision=mend_living(node, changed, by, on))


def mend_living(node: Node, changed: dict[str, str], by: Membership, on: date) -> int:
    """Mend the record behind a node where it stands as issued; gives the revision the node now shows."""
    uuid = node.id.partition(":")[2]
    if node.kind == "entry":
        entry = Entry.objects.filter(uuid=uuid, revision=node.revision, retired_on=None).first()
        if entry:
            return revise(entry=entry, text=changed["text"], revision=entry.revision, by=by, on=on).revision
    if node.kind == "outcome":
        outcome = Outcome.objects.filter(uuid=uuid, revision=node.revision, closed_on=None).first()
        if outcome:
            return reword(outcome=outcome, revision=outcome.revision, by=by, on=on, **changed).revision
    return node.revision
