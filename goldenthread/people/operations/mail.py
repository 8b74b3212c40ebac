"""The outbox: a letter is written with what caused it, and sent afterwards by the worker, once, however long it takes.

A letter never names a learner or a school, in its subject or its body: it is read on buses and on whiteboards.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from goldenthread.audit.queries import plainly
from goldenthread.audit.refusals import Refused
from goldenthread.people.models import Mail
from goldenthread.people.operations.delivery import send_due
from goldenthread.people.policies import site


def link_to(name: str, token: str) -> str:
    """An address for a letter: the site's own from settings, never the one a request claimed to be for."""
    return site(reverse(name, kwargs={"token": token}))


@transaction.atomic
def send_mail_later(*, to: str, template: str, context: dict[str, Any], key: str, now: datetime,
                    about: str = "") -> Mail:
    """Put a letter in the outbox, in the caller's transaction. The same key again is the same letter, sent once.

    The template's first line is the subject. The worker is told once the transaction is done. A letter that goes
    because of a learner says so in `about` ("learners:<uuid>"): it is held back should its reader be kept out by then.
    """
    try:
        validate_email(to)
    except ValidationError as wrong:
        raise Refused(f"‘{' '.join(to.split())}’ is not an e-mail address.") from wrong
    subject, _, body = plainly([template], context).partition("\n")
    mail, new = Mail.objects.get_or_create(key=key, defaults={
        "to": to, "subject": subject.strip(), "body": body.strip() + "\n", "about": about,
        "made_at": now, "due_at": now})
    if new:
        transaction.on_commit(send_due.enqueue)
    return mail


@transaction.atomic
def give_up_on(*, key_start: str) -> None:
    """Letters not yet sent that nobody should get any more: the invitation was withdrawn, the link replaced."""
    Mail.objects.filter(key__startswith=key_start, sent_at=None).update(due_at=None, body="")
