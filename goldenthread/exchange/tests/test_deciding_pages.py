"""Deciding for several rows at once: what is missing is said beside its box, and nothing ticked or typed is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from goldenthread.exchange.models import Batch
from goldenthread.exchange.tests.files import HEADINGS, delimited


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
