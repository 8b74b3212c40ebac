"""Deciding for several rows at once: what is missing is said beside its box, and nothing ticked or typed is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from goldenthread.exchange.models import Batch, Column
from goldenthread.exchange.tests.files import HEADINGS, delimited
from goldenthread.learners.models import Learner
from goldenthread.learners.operations import amend
from goldenthread.schools.clock import today


@pytest.fixture
def client(client_for, senco):
    return client_for(senco)


@pytest.fixture
def url(client):
    """The page of a file with two rows that need mending."""
    rows = [["", name, "", "", "", "", "", "", ""] for name in ("Nobody", "Somebody")]
    client.post(reverse("exchange:upload", args=["larkrise"]),
                {"file": SimpleUploadedFile("joiners.csv", delimited(HEADINGS, *rows))})
    return reverse("exchange:decide", args=["larkrise", Batch.objects.get().pk])


def test_why_they_are_right_is_asked_for_beside_its_box(client, url):
    answer = client.post(url, {"show": "wrong", "rows": ["2"], "what": "accept", "note": " "})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in page
    assert '<a href="#note">Say in a few words how you know that it is right.</a>' in page
    assert 'id="note-error"' in page
    assert 'id="row-2" checked' in page
    assert 'id="row-3" checked' not in page


def test_without_a_tick_it_says_so_at_the_rows_and_keeps_the_note(client, url):
    answer = client.post(url, {"show": "wrong", "what": "accept", "note": "Seen the passport"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<a href="#rows">Tick at least one row.</a>' in page
    assert 'value="Seen the passport"' in page


def test_a_tab_of_the_page_with_errors_leads_back_to_the_rows(client, url):
    answer = client.get(f"{url}?show=new")
    assert answer.url == reverse("exchange:one", args=["larkrise", Batch.objects.get().pk]) + "?show=new"


def test_a_guess_is_shown_beside_its_row_and_offered_only_where_there_is_one(client, url):
    one = reverse("exchange:one", args=["larkrise", Batch.objects.get().pk])
    assert "Use the guesses shown" not in client.get(one).content.decode()
    answer = client.post(url, {"show": "wrong", "rows": ["2"], "what": "guess"})
    assert "We have no guess for these rows." in answer.content.decode()
    spoilt = [["Ada", name, "14/03/2014", "8", group, "F", "", "", ""] for name, group in (
        ("Okafor", "1-Mar"), ("Smith", "8K"))]
    client.post(reverse("exchange:upload", args=["larkrise"]),
                {"file": SimpleUploadedFile("spoilt.csv", delimited(HEADINGS, *spoilt))})
    page = client.get(reverse("exchange:one", args=["larkrise", Batch.objects.order_by("pk").last().pk]))
    assert "Use the guesses shown" in page.content.decode()
    assert [row.guesses for row in page.context["rows"]] == [[("Tutor group", "MAR1")]]


def test_what_is_in_a_column_of_no_use_to_us_is_not_shown(client):
    rows = ["Vorname", "Surname", "DOB", "Password", "FSM", "First password", "Farbe"], [
        "Ada", "Okafor", "14/03/2014", "CNRY1", "CNRY2", "CNRY3", "Rot"]
    client.post(reverse("exchange:upload", args=["larkrise"]),
                {"file": SimpleUploadedFile("joiners.csv", delimited(*rows))})
    page = client.get(reverse("exchange:columns", args=["larkrise", Batch.objects.get().pk])).content.decode()
    assert "D: Password" in page
    assert "G: Farbe (as in Rot)" in page
    assert "CNRY" not in page


@pytest.mark.parametrize("heading", ["PIN", "Login pass", "Passwort", "Pwd", "Username", "Mot de passe", "Sign-in"])
def test_a_column_to_sign_in_with_shows_nothing_of_what_is_in_it(client, heading):
    page = mapping(client, ["Vorname", "Surname", "DOB", heading], ["Ada", "Okafor", "14/03/2014", "Sunshine"])
    assert f"D: {heading}</label>" in page
    assert "Sunshine" not in page


def test_of_a_column_nobody_knows_only_names_groups_and_days_are_shown(client):
    page = mapping(client, ["Vorname", "Surname", "DOB", "Eins", "Zwei", "Drei", "Vier"],
                   ["Ada", "Okafor", "14/03/2014", "4821", "sunshine", "3B", "1 Sep 2026"],
                   ["Leo", "Tan", "15/03/2014", "4822", "Banana", "Year 4", "2026-09-02"])
    for said in ("D: Eins (as in 4 figures)", "E: Zwei (as in 8 characters · 6 characters)",
                 "F: Drei (as in 3B · Year 4)", "G: Vier (as in 1 Sep 2026 · 2026-09-02)"):
        assert said in page


def test_a_learners_row_is_never_taken_for_headings(client):
    rows = ["Ada", "Okafor", "14/03/2014", "4821"], ["Leo", "Tan", "15/03/2014", "4822"]
    page = mapping(client, *rows)
    assert "A: no heading (as in Ada · Leo)" in page
    assert "4821" not in page
    batch = Batch.objects.get()
    url = reverse("exchange:columns", args=["larkrise", batch.pk])
    chosen = {"c0": "legal_first", "c1": "legal_last", "c2": "dob", "c3": ""}
    page = client.post(url, {**chosen, "row": "1"}).content.decode()
    assert "Row 1 holds a date, so it is a learner’s." in page
    client.post(url, {**chosen, "row": "0"})
    batch.refresh_from_db()
    assert batch.reading["unused"] == []
    assert sum(batch.counts.values()) == 2
    assert "4821" not in str(list(Batch.objects.values())) + str(list(Column.objects.values()))


def mapping(client, *rows):
    client.post(reverse("exchange:upload", args=["larkrise"]),
                {"file": SimpleUploadedFile("joiners.csv", delimited(*rows))})
    return client.get(reverse("exchange:columns", args=["larkrise", Batch.objects.get().pk])).content.decode()


def test_after_undoing_it_says_how_many_are_gone_and_how_many_stay_and_why(client, senco):
    rows = [["Ada", name, "14/03/2014", "8", "8K", "F", "", "", ""] for name in ("Okafor", "Smith", "Price")]
    client.post(reverse("exchange:upload", args=["larkrise"]),
                {"file": SimpleUploadedFile("joiners.csv", delimited(HEADINGS, *rows))})
    one = Batch.objects.get().pk
    client.post(reverse("exchange:apply", args=["larkrise", one]))
    amend(learner=Learner.objects.get(legal_last="Smith"), changes={"communication": "Signs"}, by=senco, on=today())
    page = client.post(reverse("exchange:undo", args=["larkrise", one]), follow=True).content.decode()
    said = "Of the learners it brought 2 are gone and 1 stays, because something has been written about that one since."
    assert said in page
    assert "are gone, and" not in page
