"""What is typed before it is said whose words it is: kept for whoever typed it, and no part of the record."""

import pytest
from django.urls import reverse

from goldenthread.audit.refusals import Refused
from goldenthread.story import operations
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
    assert "It is kept for you alone" in page.content.decode()


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
