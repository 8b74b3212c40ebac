import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from goldenthread.audit.refusals import Refused
from goldenthread.learners.operations import amend
from goldenthread.learners.policies import reader_of
from goldenthread.plans import operations as plans
from goldenthread.plans.models import Body, Erasure, PlanVersion
from goldenthread.plans.reading import Erased, read
from goldenthread.plans.tests.desk import DECEMBER, OCTOBER
from goldenthread.story.operations import revise


@pytest.fixture
def dog(desk):
    return f"entry:{desk.ada.entries.get(field='important-to-me').uuid}"


def ids(desk, version):
    return {node.id for node in read(version, reader_of(desk.senco, desk.ada, DECEMBER)).nodes}


def withdraw(desk, node, reason="confidential"):
    return plans.withdraw(plan=desk.plan, node=node, reason=reason, by=desk.senco, on=OCTOBER)


def test_a_withdrawn_line_is_gone_from_every_version_and_the_bodies_are_untouched(desk, dog):
    one, two = desk.issue("k1"), desk.issue("k2", on=OCTOBER)
    before = list(Body.objects.values_list("json", flat=True))
    withdraw(desk, dog)
    assert dog not in ids(desk, one) | ids(desk, two)
    assert list(Body.objects.values_list("json", flat=True)) == before


def test_a_withdrawn_line_is_in_no_later_version_either(desk, dog):
    desk.issue("k1")
    withdraw(desk, dog)
    two = desk.issue("k2", on=OCTOBER, review_by=DECEMBER)
    assert dog not in two.body.json


def test_new_words_of_a_line_taken_back_stay_out_and_every_page_that_may_wait_for_them_says_so(desk, dog, client_for):
    desk.issue("k1")
    client, at = client_for(desk.senco), f"/s/larkrise/learners/{desk.ada.pk}/"
    pages = (f"{at}plan/draft/", f"{at}plan/issue/")
    held = "of the record was taken back from this plan and stays out of it"
    assert not any(held in client.get(page).content.decode() for page in pages)
    made, entry = withdraw(desk, dog), desk.ada.entries.get(field="important-to-me")
    revise(entry=entry, text="My cat.", revision=entry.revision, by=desk.senco, on=OCTOBER)
    for page in pages:
        said = client.get(page).content.decode()
        assert held in said
        assert "My cat." not in said
        assert f'href="{at}plan/withdrawn/"' in said
    assert "The record says it in other words by now." in client.get(f"{at}plan/withdrawn/").content.decode()
    own = client.get(f"{at}record/entries/{entry.uuid}/").content.decode()
    assert "it is in no version and not in the draft until it is let be read again" in own
    assert f'href="{at}plan/withdrawn/">Let it be read again' in own
    plans.restore_withdrawn(withdrawal=made, by=desk.senco, on=OCTOBER)
    assert not any(held in client.get(page).content.decode() for page in pages)


def test_whoever_saves_words_that_reach_no_plan_is_told(desk, dog, client_for):
    desk.issue("k1")
    withdraw(desk, dog)
    entry = desk.ada.entries.get(field="important-to-me")
    saved = client_for(desk.senco).post(f"/s/larkrise/learners/{desk.ada.pk}/record/entries/{entry.uuid}/", {
        "writer": desk.senco.pk, "uuid": entry.uuid, "revision": entry.revision, "said_by": entry.said_by,
        "text": "My cat.", "source_kind": "comment", "audience": entry.audience}, follow=True)
    assert "This line was taken back from Ada’s plan." in saved.content.decode()


def test_a_withdrawn_line_leaves_the_one_page_profile_and_comes_back_to_it(desk, dog, client_for):
    desk.issue("k1")
    client, profile = client_for(desk.senco), f"/s/larkrise/learners/{desk.ada.pk}/profile/"
    assert "My dog Biscuit." in client.get(profile).content.decode()
    made = withdraw(desk, dog, reason="child")
    assert "My dog Biscuit." not in client.get(profile).content.decode()
    plans.restore_withdrawn(withdrawal=made, by=desk.senco, on=DECEMBER)
    assert "My dog Biscuit." in client.get(profile).content.decode()


def test_the_say_back_leads_straight_to_the_line_in_the_record_while_it_stands_there(desk, dog, client_for):
    desk.issue("k1")
    client, plan = client_for(desk.senco), f"/s/larkrise/learners/{desk.ada.pk}/plan/"
    said = client.post(f"{plan}versions/1/withdraw/", {"node": dog, "reason": "court"}, follow=True).content.decode()
    out = f"/s/larkrise/learners/{desk.ada.pk}/record/entries/{dog.removeprefix('entry:')}/take-out/"
    assert f'href="{out}"' in said
    assert "are not covered" in said
    client.post(out, {"why": "A court order."})
    assert out not in client.get(f"{plan}withdrawn/").content.decode()


def test_what_is_said_to_have_changed_is_taken_back_like_a_line(desk, teacher, client_for):
    one = desk.issue("k1", what_changed="He would like a dog.")
    desk.issue("k2", on=OCTOBER, what_changed="He has a target more.")
    client, at = client_for(desk.senco), f"/s/larkrise/learners/{desk.ada.pk}/plan/versions/1/"
    offered = client.get(f"{at}withdraw/").content.decode()
    assert "What has changed: He would like a dog." in offered
    client.post(f"{at}withdraw/", {"node": one.sum, "reason": "confidential"})
    for who in (desk.senco, teacher):
        for page in (at, f"/s/larkrise/learners/{desk.ada.pk}/plan/history/"):
            assert "like a dog" not in client_for(who).get(page).content.decode()
    assert read(one, reader_of(desk.senco, desk.ada, DECEMBER)).meta["what_changed"] == ""
    history = client.get(f"/s/larkrise/learners/{desk.ada.pk}/plan/history/").content.decode()
    assert "He has a target more." in history
    assert "He would like a dog." in client.get(
        f"/s/larkrise/learners/{desk.ada.pk}/plan/withdrawn/").content.decode()


def test_a_withdrawn_line_can_be_let_back(desk, dog):
    one = desk.issue("k1")
    plans.restore_withdrawn(withdrawal=withdraw(desk, dog), by=desk.senco, on=DECEMBER)
    assert dog in ids(desk, one)


def test_what_no_version_shows_cannot_be_withdrawn(desk):
    desk.issue("k1")
    with pytest.raises(Refused, match="No version"):
        withdraw(desk, "entry:nothing")


def test_erasing_a_body_leaves_its_number_and_says_why(desk):
    one = desk.issue("k1")
    plans.erase_body(version=one, reason="An order of the court.", by=desk.senco, on=OCTOBER)
    one.refresh_from_db()
    assert (one.number, Erasure.objects.get().version) == (1, one)
    with pytest.raises(Erased, match="Version 1 has been erased"):
        read(one, reader_of(desk.senco, desk.ada, DECEMBER))


def test_a_body_goes_only_with_its_erasure(desk):
    body = desk.issue("k1").body
    with pytest.raises(IntegrityError), transaction.atomic():
        body.delete()


def rename(desk, first, last):
    amend(learner=desk.ada, changes={"preferred_first": first, "preferred_last": last}, by=desk.senco, on=OCTOBER)
    desk.ada.refresh_from_db()
    desk.plan.refresh_from_db()


def test_a_former_name_taken_back_gives_way_to_the_name_of_today_everywhere(desk):
    """A-23: in the facts, the title and every sentence; the body keeps what was issued."""
    one = desk.issue("k1")
    rename(desk, "Maya", "Stone")
    withdraw(desk, "fact:name", reason="name")
    one = PlanVersion.objects.get(pk=one.pk)
    shown = read(one, reader_of(desk.senco, desk.ada, DECEMBER))
    assert next(node.data["value"] for node in shown.nodes if node.id == "fact:name") == "Maya Stone"
    assert "Maya Stone" in shown.title
    assert "Ada Okafor" not in shown.as_json()
    assert "Ada Okafor" in one.body.json


def test_a_former_name_is_still_shown_until_it_is_taken_back(desk):
    one = desk.issue("k1")
    rename(desk, "Maya", "Stone")
    one = PlanVersion.objects.get(pk=one.pk)
    assert "Ada Okafor" in read(one, reader_of(desk.senco, desk.ada, DECEMBER)).as_json()


def test_a_plan_has_a_name_after_a_former_one_was_taken_back(desk):
    desk.issue("k1")
    rename(desk, "Maya", "Stone")
    withdraw(desk, "fact:name", reason="name")
    two = desk.issue("k2", on=OCTOBER, review_by=DECEMBER)
    assert '"Maya Stone"' in two.body.json
