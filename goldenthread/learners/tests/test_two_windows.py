"""A page left open while somebody else saves takes nothing of theirs back."""

from datetime import date

import pytest

from goldenthread.learners.models import Contact, Enrolment, Learner
from goldenthread.learners.operations import amend, amend_contact, change_enrolment, set_stage

BESIDE = "Saved by somebody else meanwhile: "


@pytest.fixture
def client(client_for, senco):
    return client_for(senco)


@pytest.fixture
def on_page(client, ada):
    """Where one of Ada's pages is, and what it would send back as it was opened."""
    def opened(name):
        at = f"/s/larkrise/learners/{ada.pk}/{name}/"
        return at, sent(client.get(at))
    return opened


def sent(page) -> dict[str, str]:
    """The boxes of the form on a page, as a browser sends them."""
    found = {}
    for box in page.context["form"]:
        for widget in box.subwidgets:
            data = widget.data
            if "subwidgets" in data:
                found |= {part["name"]: part["value"] or "" for part in data["subwidgets"]}
            elif data.get("type") in {"checkbox", "radio"}:
                found |= {data["name"]: data["value"] or "on"} if data["attrs"].get("checked") else {}
            elif "selected" in data:
                found[box.html_name] = box.value() or ""
            else:
                found[data["name"]] = data["value"] or ""
    return {name: str(value) for name, value in found.items()}


def text(page):
    return page.content.decode()


def test_an_ehc_plan_stays_one_when_an_older_window_saves_a_name_for_the_stage(client, on_page, ada, senco_team, today):
    at, mine = on_page("stage")
    set_stage(learner=ada, stage="E", by=senco_team, on=today)
    page = client.post(at, {**mine, "local_stage": "Stage 2"})
    assert "somebody else changed these details" in text(page)
    assert [spell.stage for spell in ada.stages.all()] == ["E"]
    client.post(at, sent(page))
    assert [(spell.stage, spell.local_stage) for spell in ada.stages.all()] == [("E", "Stage 2")]


def test_another_first_day_stands_beside_the_one_typed(client, on_page, ada, senco_team, today):
    at, mine = on_page("stage")
    set_stage(learner=ada, stage="K", starts_on=date(2026, 9, 1), by=senco_team, on=today)
    page = client.post(at, {**mine, "starts_on_day": "3", "starts_on_month": "9", "starts_on_year": "2026"})
    assert f"{BESIDE}1 September 2026" in text(page)
    client.post(at, sent(page))
    assert ada.stages.get().starts_on == date(2026, 9, 3)


def test_a_first_stage_that_both_gave_stands_beside_and_its_day_is_not_taken_over(
        client, on_page, ada, senco_team, today):
    ada.stages.all().delete()
    at, mine = on_page("stage")
    assert "stage" not in mine
    set_stage(learner=ada, stage="E", starts_on=date(2026, 9, 1), by=senco_team, on=today)
    page = client.post(at, {**mine, "stage": "K"})
    assert f"{BESIDE}Education, health and care plan" in text(page)
    assert f"{BESIDE}1 September 2026" in text(page)
    assert sent(page)["starts_on_day"] == ""


def test_a_phone_stays_when_an_older_window_saves_an_address(client, on_page, ada, senco_team, today):
    grace = ada.contacts.get()
    amend_contact(contact=grace, changes={"address": "4 Mill Lane\nLuton", "language": "Igbo"}, by=senco_team, on=today)
    at, mine = on_page(f"contacts/{grace.pk}")
    amend_contact(contact=grace, changes={"phone": "07700 900123", "address": "5 Mill Lane\nLuton", "language": ""},
                  by=senco_team, on=today)
    page = client.post(at, {**mine, "email": "grace@home.example", "address": "4 Mill Lane\r\nLuton"})
    assert "somebody else changed these details" in text(page)
    assert BESIDE not in text(page)
    client.post(at, sent(page))
    after = Contact.objects.get()
    assert (after.phone, after.email) == ("07700 900123", "grace@home.example")
    assert (after.address.split(), after.language) == (["5", "Mill", "Lane", "Luton"], "")


def test_a_class_stays_when_an_older_window_saves_a_first_day(client, on_page, ada, senco_team, today):
    at, mine = on_page("enrolment")
    change_enrolment(learner=ada, changes={"tutor_group": "6B", "plan_kept_here": False}, by=senco_team, on=today)
    page = client.post(at, {**mine, "entered_on_day": "3", "entered_on_month": "9", "entered_on_year": "2026"})
    assert Enrolment.objects.get().entered_on == date(2025, 9, 1)
    client.post(at, sent(page))
    after = Enrolment.objects.get()
    assert (after.tutor_group, after.entered_on, after.plan_kept_here) == ("6B", date(2026, 9, 3), False)


def test_where_both_changed_a_box_theirs_stands_beside_and_the_next_save_goes_through(
        client, on_page, ada, senco_team, today):
    at, mine = on_page("details/edit")
    amend(learner=ada, by=senco_team, on=today,
          changes={"communication": "Signs", "emergency": "Epilepsy", "looked_after": True, "dob": date(2016, 3, 15)})
    page = client.post(at, {**mine, "communication": "Symbols"})
    assert f"{BESIDE}Signs" in text(page)
    assert text(page).count(BESIDE) == 1
    client.post(at, sent(page))
    after = Learner.objects.get(pk=ada.pk)
    assert (after.communication, after.emergency, after.looked_after, after.dob) == (
        "Symbols", "Epilepsy", True, date(2016, 3, 15))


def test_a_stale_save_with_a_slip_in_it_is_still_stale_once_the_slip_is_mended(
        client, on_page, ada, senco_team, today):
    at, mine = on_page("details/edit")
    amend(learner=ada, changes={"communication": "Signs"}, by=senco_team, on=today)
    page = client.post(at, {**mine, "communication": "Symbols", "sex": "?"})
    assert page.context["form"]["had"].value() == mine["had-boxes"]


@pytest.mark.parametrize("name", ["stage", "enrolment", "details/edit"])
def test_a_button_pressed_twice_is_nobody_else(client, on_page, name):
    at, mine = on_page(name)
    changed = {"stage": {"stage": "E"}, "enrolment": {"tutor_group": "6B"}, "details/edit": {"uln": "1234567893"}}
    for _ in range(2):
        assert client.post(at, {**mine, **changed[name]}).status_code == 302
