"""Background work of this room: thin calls to operations."""

from django_tasks import task

from goldenthread.people.operations.delivery import send_due
from goldenthread.people.operations.links import mail_password_link as mail_link
from goldenthread.schools.clock import now

__all__ = ["mail_password_link", "send_due"]


@task()
def mail_password_link(login: str) -> None:
    """As a task, so that asking costs the same whether or not there is such an account."""
    mail_link(login=login, now=now())
