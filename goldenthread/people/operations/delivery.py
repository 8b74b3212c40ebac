"""Sending what is in the outbox: the worker's part."""

import smtplib
from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db.models import F, Min
from django.utils import timezone
from django_tasks import task

from goldenthread.people import hooks
from goldenthread.people.models import Mail
from goldenthread.people.passwords import digest
from goldenthread.schools.clock import now as clock_now

# Minutes to wait after each failed try; given up after the last, some two days on.
WAITS = (1, 5, 15, 60, 180, 360, 720, 1_440)


@task()
def send_due() -> None:
    """The worker's round: send what is due, and come back when the next letter is."""
    moment = clock_now()
    following = deliver(now=moment)
    if following is not None and send_due.get_backend().supports_defer:
        send_due.using(run_after=max(following, moment + timedelta(seconds=5))).enqueue()


def deliver(*, now: datetime) -> datetime | None:
    """Send what is due, one letter at a time; gives the moment the next one is due, if any is left."""
    for mail in Mail.objects.filter(due_at__lte=now).order_by("due_at", "pk"):
        if not claim(mail, now):
            continue
        if is_still_for(mail, now):
            send(mail, now)
        else:
            Mail.objects.filter(pk=mail.pk).update(due_at=None, body="", trouble="Withheld: no longer theirs to read")
    return Mail.objects.aggregate(first=Min("due_at"))["first"]


def is_still_for(mail: Mail, now: datetime) -> bool:
    """What the room a letter is about says of it now: access may have ended since it was written."""
    room, _, reference = mail.about.partition(":")
    return not room or hooks.still_for[room](reference=reference, address=mail.to, on=timezone.localdate(now))


def claim(mail: Mail, now: datetime) -> bool:
    """Make this letter ours: of two workers one finds it changed. It comes back by itself should we die sending it."""
    again = now + timedelta(minutes=WAITS[min(mail.tries, len(WAITS) - 1)])
    return bool(Mail.objects.filter(pk=mail.pk, due_at=mail.due_at).update(due_at=again, tries=F("tries") + 1))


def send(mail: Mail, now: datetime) -> None:
    headers = {
        # The same each time, so that a letter sent again after a crash is known as the same by who receives it.
        "Message-ID": f"<{digest('mail:' + mail.key + ' ' * 20)[:40]}@golden-thread>",
        "Auto-Submitted": "auto-generated",
    }
    try:
        EmailMessage(mail.subject, mail.body, None, [mail.to], headers=headers).send()
    except (smtplib.SMTPException, OSError) as trouble:
        left = {} if mail.tries + 1 < len(WAITS) else {"due_at": None, "body": ""}
        Mail.objects.filter(pk=mail.pk).update(trouble=f"{type(trouble).__name__}: {trouble}"[:200], **left)
    else:
        # Gone with its words: the secret of a link is then nowhere but in the letter.
        Mail.objects.filter(pk=mail.pk).update(sent_at=now, due_at=None, body="", trouble="")
