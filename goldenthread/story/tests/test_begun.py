"""What is typed before it is said whose words it is: kept for whoever typed it, and no part of the record."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from goldenthread.audit.models import Event
from goldenthread.audit.queries import sentence
from goldenthread.audit.refusals import Refused
from goldenthread.schools import nightly
from goldenthread.story import operations, tasks
from goldenthread.story.models import Begun, Entry
from goldenthread.story.tests.cast import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(cast):
    return reverse("story:new", kwargs={"slug": cast.school.slug, "pk": cast.ada.pk, "field": "important-to-me"})


def typed(member, **more):
    return {"writer": member.pk, "uuid": "0f1e2d3c-0000-4000-8000-00000000ada1", "revision": "0", "text": "My dog",
            "source_kind": "comment", "audience": "everyone", "happened_on_day": "1", "happened_on_month": "Sep",
            "happened_on_year": "", "how_gathered": "While drawing"} | more


def by_itself(client, at, data):
    return client.post(at, data, headers={"Accept": "application/json"})


def test_it_is_kept_and_there_again_for_whoever_typed_it(cast, at, client_for):
    client = client_for(cast.khan)
    assert set(by_itself(client, at, typed(cast.khan)).json()) == {"begun"}
    assert not Entry.objects.exists()
    page = client.get(at)
    form = page.context["form"]
    assert [form[name].value() for name in ("text", "how_gathered", "said_by")] == ["My dog", "While drawing", ""]
    assert 'name="happened_on_month" value="Sep"' in page.content.decode()
    assert "It is kept for you alone, until 7 October 2026 if you do not go on" in page.content.decode()


def test_nobody_else_is_shown_it(cast, at, client_for):
    by_itself(client_for(cast.khan), at, typed(cast.khan, text="CNRYbegun"))
    record = reverse("story:record", kwargs={"slug": cast.school.slug, "pk": cast.ada.pk})
    for address in (at, record):
        assert "CNRYbegun" not in client_for(cast.priya).get(address).content.decode()


def test_a_form_sent_without_a_voice_is_asked_for_it_and_kept_too(cast, at, client_for):
    client = client_for(cast.khan)
    asked = client.post(at, typed(cast.khan))
    assert asked.status_code == 422
    assert "Whose words are these?" in asked.content.decode()
    assert client.get(at).context["form"]["text"].value() == "My dog"


def test_it_is_gone_once_it_is_saved_or_emptied(cast, at, client_for):
    client = client_for(cast.khan)
    by_itself(client, at, typed(cast.khan))
    assert by_itself(client, at, typed(cast.khan, text=" ")).json() == {"begun": ""}
    assert not Begun.objects.exists()
    by_itself(client, at, typed(cast.khan))
    saved = by_itself(client, at, typed(cast.khan, said_by="learner", happened_on_year="2026"))
    assert saved.json()["revision"] == 1
    assert not Begun.objects.exists()
    assert client.get(at).context["form"]["text"].value() is None


def test_words_too_long_are_refused_in_a_sentence(cast, at, client_for):
    assert "why" in by_itself(client_for(cast.khan), at, typed(cast.khan, text="x" * 200_000)).json()


def test_nothing_is_begun_where_one_may_not_write(cast):
    with pytest.raises(Refused):
        operations.begin(learner=cast.ada, field="important-to-me", words={"text": "x"}, by=cast.grace, on=DAY)


def test_it_goes_after_thirty_days_untouched(cast, at, client_for):
    client = client_for(cast.khan)
    by_itself(client, at, typed(cast.khan))
    by_itself(client_for(cast.tom), at, typed(cast.tom))
    with time_machine.travel(datetime(2026, 9, 20, tzinfo=UTC)):
        operations.keep_begun(learner=cast.ada, field="hopes", words={"text": "x"}, by=cast.khan)
    with time_machine.travel(datetime(2026, 10, 7, 1, tzinfo=UTC)):
        tasks.let_go_of_begun.call(cast.school.pk)
    assert Begun.objects.count() == 3
    with time_machine.travel(datetime(2026, 10, 8, 1, tzinfo=UTC)):
        tasks.let_go_of_begun.call(cast.next_door.pk)
        assert Begun.objects.count() == 3
        for _ in range(2):
            tasks.let_go_of_begun.call(cast.school.pk)
    assert Begun.objects.get().field == "hopes"
    told = Event.objects.get(kind="story.begun_let_go")
    assert (told.by_role, told.learner_id, told.facts) == ("system", None, {"count": 2, "days": 30})
    assert "let go of 2 texts that were begun, never saved, and not touched for 30 days." in sentence(told)


def test_what_is_begun_is_looked_through_every_night():
    assert tasks.let_go_of_begun in [job.task for job in nightly.JOBS]
