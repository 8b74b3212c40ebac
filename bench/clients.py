"""Signed-in clients for the measurements: the invented school's own people, in process."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.people.models import Membership
from goldenthread.people.sessions import begin


def client_of(slug: str, role: str) -> Client:
    """Somebody in this role at this school, signed in."""
    member = Membership.objects.filter(school__slug=slug, role=role, ends_on=None).order_by("pk").first()
    # Not in a test environment, which would time its own watching of every template.
    client = Client(SERVER_NAME="localhost")
    client.force_login(member.user)
    session = client.session
    begin(session, member.user, second=True)
    session["acting"] = {slug: member.pk}
    session.save()
    return client


def get(client: Client, path: str):
    """A page that must come; its answer."""
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return answer


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        get(client, path)
    return len(caught)
