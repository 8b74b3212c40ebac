"""Case F-18: back to older words makes a new revision and a new version. It never edits what was issued."""

import re

import pytest
from django.urls import reverse

from goldenthread.plans.models import Body
from goldenthread.plans.reading import open_body
from goldenthread.story.operations import revise


@pytest.fixture
def entry(desk):
    """Words that Version 1 holds, changed since."""
    entry = desk.tell("strengths", "She sings in the choir.")
    desk.issue("first")
    revise(entry=entry, text="She has left the choir.", revision=1, by=desk.senco, on=desk.plan.review_by)
    entry.refresh_from_db()
    return entry


def test_f_18_the_words_of_an_older_version_are_put_back_and_issued_anew(desk, entry, client_for):
    client, at = client_for(desk.senco), {"slug": "larkrise", "pk": desk.ada.pk, "uuid": entry.uuid}
    change = reverse("story:change", kwargs=at)
    before = Body.objects.get().json
    assert f"{change}?wording=1" in client.get(reverse("story:history", kwargs=at)).content.decode()
    page = client.get(f"{change}?wording=1")
    assert "Wording 1, as Priya Shah saved it" in page.content.decode()
    form = page.context["form"]
    writer = re.search(r'name="writer" value="(\d+)"', page.content.decode()).group(1)
    reply = client.post(change, {"writer": writer, "uuid": entry.uuid, **{
        name: form[name].value() or "" for name in ("revision", "said_by", "text", "source_kind", "audience")}})
    assert reply.status_code == 302, reply.context["form"].errors
    entry.refresh_from_db()
    assert (entry.text, entry.revision) == ("She sings in the choir.", 3)
    assert entry.revisions.get(revision=2).text == "She has left the choir."
    second = desk.issue("second")
    assert "She sings in the choir." in str(open_body(second))
    assert second.number == 2
    assert Body.objects.exclude(version=second).get().json == before


@pytest.mark.parametrize("wording", ["9", "0", "-1", "x", "", "9" * 40])
def test_a_wording_that_is_not_there_leaves_the_form_as_it_is(desk, entry, client_for, wording):
    change = reverse("story:change", kwargs={"slug": "larkrise", "pk": desk.ada.pk, "uuid": entry.uuid})
    page = client_for(desk.senco).get(change, {"wording": wording})
    assert page.context["form"]["text"].value() == "She has left the choir."


def test_a_wording_that_was_for_fewer_is_not_given_to_others(desk, ta, client_for):
    entry = desk.tell("strengths", "Between us alone.", audience="senco")
    revise(entry=entry, text="For all staff.", revision=1, by=desk.senco, on=desk.plan.review_by, audience="staff")
    change = reverse("story:change", kwargs={"slug": "larkrise", "pk": desk.ada.pk, "uuid": entry.uuid})
    assert "Between us alone." not in client_for(ta).get(f"{change}?wording=1").content.decode()
