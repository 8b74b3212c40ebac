"""The grown-ups in a learner's life."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from goldenthread.audit.operations import record
from goldenthread.audit.refusals import Refused, refuse_if
from goldenthread.learners import hooks, policies
from goldenthread.learners.models import Contact, Learner
from goldenthread.learners.names import BadName, clean
from goldenthread.learners.operations.access import grant
from goldenthread.people.models import Membership
from goldenthread.people.operations import Invited, invite

FIELDS = ("name", "relationship", "responsibility", "email", "phone", "address", "language", "order")


@transaction.atomic
def add_contact(*, learner: Learner, by: Membership, on: date, **details: Any) -> Contact:
    """Add somebody; the same name and relationship again is the same person."""
    refuse_if(policies.why_not_change(learner, by, on))
    Learner.objects.select_for_update().get(pk=learner.pk)
    details = tidied(details)
    known = learner.contacts.filter(name=details.get("name"), relationship=details.get("relationship", "")).first()
    if known:
        return known
    details.setdefault("order", learner.contacts.count() + 1)
    contact = Contact.objects.create(school_id=learner.school_id, learner=learner, **details)
    record("learners.contact_added", by=by, about=contact, learner=learner)
    return contact


@transaction.atomic
def amend_contact(*, contact: Contact, changes: dict[str, Any], by: Membership, on: date,
                  shown: Mapping[str, Any] | None = None) -> Contact:
    """Change what is known of a contact. `shown` is what the person was looking at: what changed since is refused."""
    refuse_if(policies.why_not_change(contact.learner, by, on))
    contact = Contact.objects.select_for_update(of=("self",)).select_related("learner").get(pk=contact.pk)
    changes = tidied(changes)
    refuse_if(policies.why_stale(contact, shown, changes))
    changed = [name for name, value in changes.items() if getattr(contact, name) != value]
    for name in changed:
        setattr(contact, name, changes[name])
    refuse_if("" if contact.name else "Enter the contact's name.")
    if changed:
        contact.save(update_fields=changed)
        record("learners.contact_changed", by=by, about=contact, learner=contact.learner, fields=changed)
    return contact


def tidied(details: dict[str, Any]) -> dict[str, Any]:
    strange = sorted(set(details) - set(FIELDS))
    refuse_if(f"{strange[0]} is no part of a contact." if strange else "")
    details = {name: value.strip() if isinstance(value, str) else value for name, value in details.items()}
    try:
        return {**details, **({"name": clean(details["name"])} if "name" in details else {})}
    except BadName as bad:
        raise Refused(str(bad)) from bad


@transaction.atomic
def remove_contact(*, contact: Contact, by: Membership, on: date) -> None:
    """Take a contact out; refused while their account still opens the learner's record."""
    refuse_if(policies.why_not_change(contact.learner, by, on))
    refuse_if(policies.why_not_remove(contact, on))
    for leaves in hooks.leaving:
        leaves(contact)
    gone, _ = Contact.objects.filter(pk=contact.pk).delete()
    if gone:
        record("learners.contact_removed", by=by, about=contact.learner, learner=contact.learner)


@transaction.atomic
def invite_contact(*, contact: Contact, by: Membership, on: date, now: datetime) -> Invited:
    """Ask a contact in by e-mail. The answer holds the code that the school hands them, shown this once; whoever takes
    the invitation is tied to this contact (config ties people's invitations to `tie_contact`).
    """
    refuse_if(policies.why_not_open(contact.learner, by, on))
    contact = Contact.objects.select_for_update(of=("self",)).select_related("learner__school").get(pk=contact.pk)
    refuse_if(policies.why_not_ask_in(contact, on))
    record("learners.contact_invited", by=by, about=contact, learner=contact.learner)
    return invite(school=contact.learner.school, role="parent", name=contact.name, email=contact.email, by=by, now=now,
                  for_room="learners", for_id=str(contact.uuid))


@transaction.atomic
def tie_contact(*, contact: Contact, member: Membership, by: Membership, on: date) -> Contact:
    """Join a contact to the account of the same person, who from then sees the learner as family."""
    refuse_if(policies.why_not_open(contact.learner, by, on))
    contact = Contact.objects.select_for_update(of=("self",)).select_related("learner").get(pk=contact.pk)
    refuse_if(policies.why_not_tie(contact, member))
    if contact.member_id != member.pk:
        contact.member = member
        contact.save(update_fields=["member"])
        record("learners.contact_tied", by=by, about=contact, learner=contact.learner)
    grant(member=member, learner=contact.learner, by=by, on=on)
    return contact
