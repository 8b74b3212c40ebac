"""Telling people by e-mail that something is theirs to do: how many things and where to look, and never whose."""

from collections import defaultdict
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from goldenthread.actions import queries
from goldenthread.actions.models import Digest
from goldenthread.actions.queries import News
from goldenthread.people.models import User
from goldenthread.people.operations import send_mail_later
from goldenthread.people.policies import site
from goldenthread.schools.models import School

MONDAY, SATURDAY = 0, 5


@transaction.atomic
def choose_often(*, user: User, often: str) -> Digest:
    """How often a person is told from now on."""
    digest, _ = Digest.objects.get_or_create(user=user)
    Digest.objects.filter(pk=digest.pk).update(often=often)
    digest.refresh_from_db()
    return digest


def write_letters(*, on: date, now: datetime) -> int:
    """Write to each person for whom something has changed since they were told, at whichever schools they are; gives
    how many letters. Nobody is told twice on a day, nor on a Saturday or Sunday.
    """
    if on.weekday() >= SATURDAY:
        return 0
    by_person: dict[int, list[News]] = defaultdict(list)
    for school in School.objects.order_by("name", "pk"):
        for news in queries.news(school, on, now):
            by_person[news.user.pk].append(news)
    return sum(write_letter(told, on, now) for told in by_person.values())


@transaction.atomic
def write_letter(told: list[News], on: date, now: datetime) -> bool:
    """One person's letter, where they want it today and had none yet."""
    user = told[0].user
    Digest.objects.get_or_create(user=user)
    digest = Digest.objects.select_for_update().get(user=user)
    if digest.told_on == on or not wanted(digest, on):
        return False
    Digest.objects.filter(pk=digest.pk).update(told_at=now, told_on=on)
    places = [(news, site(reverse("actions:mine", kwargs={"slug": news.school.slug}))) for news in told]
    send_mail_later(to=user.login, template="actions/mail/digest.txt", context={"name": user.name, "places": places},
                    key=f"digest:{user.pk}:{on.isoformat()}", now=now)
    return True


def wanted(digest: Digest, on: date) -> bool:
    return digest.often == Digest.Often.DAILY or (digest.often == Digest.Often.WEEKLY and on.weekday() == MONDAY)
