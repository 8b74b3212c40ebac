"""The pages of the outcome bank, and hints on the form of an outcome."""

import uuid

import pytest
from django.urls import reverse

from goldenthread.outcomes import operations as outcomes
from goldenthread.outcomes.bank import operations
from goldenthread.outcomes.bank.models import BankOutcome
from goldenthread.outcomes.models import Outcome
from goldenthread.story.tests.cast import DAY


def at(cast, name, **more):
    return reverse(f"outcomes:{name}", kwargs={"slug": cast.school.slug, **more})


@pytest.fixture
def target(cast):
    return outcomes.set_outcome(learner=cast.ada, level="term", wording="Ada reads ten words", by=cast.khan, on=DAY,
                                measure="Jo counts Ada’s words", area="cognition")


@pytest.fixture
def stocked(cast):
    operations.bring_starting_set(by=cast.priya, on=DAY)


def posted(**more):
    return {"uuid": uuid.uuid4(), "revision": 0, "level": "term", "wording": "[name] joins in a game", "youngest": 0,
            "oldest": 5, **more}


def test_an_empty_bank_offers_the_starting_set_to_those_who_look_after_it(cast, client_for):
    page = client_for(cast.priya).get(at(cast, "bank")).content.decode()
    assert "Nothing is in the bank yet" in page
    assert "wordings to begin with" in page
    assert "to begin with" not in client_for(cast.khan).get(at(cast, "bank")).content.decode()
    done = client_for(cast.priya).post(at(cast, "bank_begin"), follow=True).content.decode()
    assert "wordings are in the bank now" in done
    again = client_for(cast.priya).post(at(cast, "bank_begin"), follow=True).content.decode()
    assert "is here already" in again


def test_a_target_goes_into_the_bank_without_the_name(cast, client_for, target):
    client, where = client_for(cast.khan), at(cast, "to_bank", pk=cast.ada.pk, uuid=target.uuid)
    form = client.get(where).context["form"]
    assert form["wording"].value() == "[name] reads ten words"
    assert form["measure"].value() == "Jo counts [name]’s words"
    reply = client.post(where, posted(wording="Ada reads ten words"))
    assert reply.status_code == 422
    assert "This names Ada: “Ada”" in reply.content.decode()
    assert "Ada reads ten words</textarea>" in reply.content.decode()
    assert "In the bank" in client.post(where, posted(), follow=True).content.decode()
    assert BankOutcome.objects.get().wording == "{first} joins in a game"


def test_only_those_who_may_are_led_from_a_target_to_the_bank(cast, client_for, target):
    history = at(cast, "history", pk=cast.ada.pk, uuid=target.uuid)
    where = at(cast, "to_bank", pk=cast.ada.pk, uuid=target.uuid)
    assert where in client_for(cast.khan).get(history).content.decode()
    for who in (cast.jo, cast.helen):
        assert where not in client_for(who).get(history).content.decode()
        assert client_for(who).get(where).status_code == 404


def test_an_outcome_begins_from_the_bank_and_is_the_childs_own(cast, client_for, stocked):
    client = client_for(cast.khan)
    page = client.get(at(cast, "choose", pk=cast.ada.pk) + "?text=asks+help").content.decode()
    assert "Ada asks for help" in page
    assert "{first}" not in page
    banked = BankOutcome.objects.get(pack_key="asks-for-help")
    form = client.get(at(cast, "new", pk=cast.ada.pk) + f"?from={banked.uuid}").context["form"]
    assert form["wording"].value().startswith("Ada asks for help")
    assert (form["area"].value(), form["level"].value()) == ("communication", "term")
    assert not Outcome.objects.exists()
    assert "{first}" not in client.get(at(cast, "new", pk=cast.ada.pk) + f"?from={banked.uuid}").content.decode()
    operations.retire(banked=banked, by=cast.priya, on=DAY)
    gone = client.get(at(cast, "new", pk=cast.ada.pk) + f"?from={banked.uuid}").context["form"]
    assert gone["wording"].value() is None


def test_nobody_reads_or_writes_a_placeholder_of_the_machine(cast, client_for, stocked):
    client, banked = client_for(cast.priya), BankOutcome.objects.get(pack_key="asks-for-help")
    page = client.get(at(cast, "bank") + "?text=asks+help").content.decode()
    assert "[name] asks for help" in page
    where = at(cast, "bank_change", uuid=banked.uuid)
    shown = client.get(where).content.decode()
    assert "[name] asks for help" in shown
    assert "{first}" not in page + shown
    assert "Write [name] where" in client.post(where, posted(revision=1, wording="{name} asks")).content.decode()
    for wording, kept in (("[Name] asks a friend", "{first} asks a friend"), ("{first} asks", "{first} asks")):
        banked.refresh_from_db()
        client.post(where, posted(revision=banked.revision, wording=wording))
        banked.refresh_from_db()
        assert banked.wording == kept


def test_filters_stay_in_the_address_and_say_how_many(cast, client_for, stocked):
    total = BankOutcome.objects.count()
    page = client_for(cast.khan).get(at(cast, "bank") + "?area=sensory&phase=post16").content.decode()
    assert f"2 of {total} wordings" in page
    none = client_for(cast.khan).get(at(cast, "bank") + "?text=zebra").content.decode()
    assert f"None of {total} wordings has all of that" in none
    assert client_for(cast.khan).get(at(cast, "bank") + "?area=moon&phase=2&level=").status_code == 200


def test_the_senco_s_team_changes_retires_and_brings_back(cast, client_for, stocked):
    client, banked = client_for(cast.tom), BankOutcome.objects.first()
    where = at(cast, "bank_change", uuid=banked.uuid)
    assert "Changed." in client.post(where, posted(revision=1), follow=True).content.decode()
    stale = client.post(where, posted(revision=1, wording="[Name] does another thing"))
    assert stale.status_code == 422
    assert "Tom Reed changed this meanwhile" in stale.content.decode()
    assert "Retired." in client.post(at(cast, "bank_retire", uuid=banked.uuid), follow=True).content.decode()
    assert "joins in a game" in client.get(at(cast, "bank") + "?show=retired").content.decode()
    back = client.post(at(cast, "bank_bring_back", uuid=banked.uuid), follow=True)
    assert "Back in the bank." in back.content.decode()


def test_a_teacher_is_shown_no_way_to_change_it_and_no_retired(cast, client_for, stocked):
    operations.retire(banked=BankOutcome.objects.get(pack_key="scissors"), by=cast.priya, on=DAY)
    page = client_for(cast.khan).get(at(cast, "bank") + "?show=retired").content.decode()
    assert "Retire" not in page.replace("Retired", "")
    assert "cuts along a line" not in page
    assert "Write one" not in page


def test_the_bank_costs_the_same_for_two_and_for_many(cast, client_for, same_queries_however_many):
    client = client_for(cast.priya)

    def make(count):
        for n in range(count):
            operations.add(by=cast.priya, on=DAY, uuid=uuid.uuid4(), wording=f"Reads {n} words", measure="", target="",
                           area="", level="term", youngest=0, oldest=5)

    assert same_queries_however_many(lambda: client.get(at(cast, "bank") + "?text=reads"), make) <= 10
    assert same_queries_however_many(lambda: client.get(at(cast, "choose", pk=cast.ada.pk)), make) <= 14


def test_hints_stand_beside_the_form_and_follow_a_save_but_never_stop_it(cast, client_for):
    client, new = client_for(cast.khan), at(cast, "new", pk=cast.ada.pk)
    assert "Hints come here as you write" in client.get(new).content.decode()
    vague = {"uuid": uuid.uuid4(), "revision": 0, "level": "term", "audience": "everyone", "wording": "Improve reading"}
    page = client.post(new, vague, follow=True).content.decode()
    assert "Saved among Ada’s targets." in page
    assert "It is kept as you wrote it." in page
    assert "Give a day by which it should have happened." in page
    made = Outcome.objects.get()
    change = client.get(at(cast, "change", pk=cast.ada.pk, uuid=made.uuid)).content.decode()
    assert "“improve” can mean several things" in change
    assert 'href="#id_due_on_0"' in change
    wrong = client.post(new, {**vague, "wording": "Improve reading", "audience": "nobody", "uuid": uuid.uuid4()})
    assert "“improve” can mean several things" in wrong.content.decode()


def test_hints_are_asked_for_while_one_writes_and_nothing_is_kept(cast, client_for):
    client, where = client_for(cast.khan), at(cast, "hints")
    page = client.post(where, {"wording": "Improve <b>", "measure": "", "due_on_day": "31", "due_on_month": "2",
                               "due_on_year": "2027"}).content.decode()
    assert "“improve” can mean several things" in page
    assert "Give a day" in page
    assert "<html" not in page
    clear = {"wording": "Reads ten words to Jo", "measure": "Counted", "due_on_day": "18", "due_on_month": "12",
             "due_on_year": "2026"}
    assert "It is specific" in client.post(where, clear).content.decode()
    assert not Outcome.objects.exists()


def test_an_aspiration_is_asked_for_nothing(cast, client_for):
    page = client_for(cast.khan).post(at(cast, "hints"), {"wording": "Fly", "level": "aspiration"}).content.decode()
    assert "An aspiration is a hope" in page
    assert "Give a day" not in page
