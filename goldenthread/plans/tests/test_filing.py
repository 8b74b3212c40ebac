"""Paper: made for one kind of reader, kept with its hash, out of use when it shows what it must not."""

import hashlib

import pytest
from django.core.files.storage import default_storage

from goldenthread.learners import files
from goldenthread.learners.audiences import READS
from goldenthread.learners.policies import Reader
from goldenthread.plans import operations as plans
from goldenthread.plans.models import Rendering
from goldenthread.plans.operations import filing
from goldenthread.plans.queries import spoiled_files
from goldenthread.plans.tests.desk import OCTOBER
from goldenthread.story.operations import revise


@pytest.fixture
def press(monkeypatch):
    """The press stands still and counts what it was given; printing itself is tested with the press."""
    printed = []

    def print_it(document, photos):
        printed.append(document)
        return b"%PDF " + document.as_json().encode()

    monkeypatch.setattr(filing, "render_pdf", print_it)
    return printed


def reader(desk, kind):
    return Reader(desk.senco, desk.ada, kind, READS[kind])


def test_the_full_copy_is_filed_with_the_hash_of_its_bytes(desk, press):
    version = desk.issue("k1")
    plans.file_full_pdf.func(version.pk)
    kept = Rendering.objects.get()
    assert kept.reader == "senco"
    assert hashlib.sha256(files.get(version.school_id, kept.sha256)).hexdigest() == kept.sha256


def test_filing_twice_prints_once(desk, press):
    version = desk.issue("k1")
    for _ in range(2):
        plans.file_full_pdf.func(version.pk)
    assert (len(press), Rendering.objects.count()) == (1, 1)


def test_each_kind_of_reader_has_a_copy_of_their_own(desk, press):
    desk.tell("staff-notes", "Canary.")
    version = desk.issue("k1")
    staff, family = (plans.file_pdf(version=version, reader=reader(desk, kind)) for kind in ("staff", "family"))
    assert b"Canary" in staff
    assert b"Canary" not in family


def test_a_withdrawal_retires_the_files_that_show_it(desk, press):
    version = desk.issue("k1")
    before = plans.file_pdf(version=version, reader=reader(desk, "family"))
    dog = desk.ada.entries.get(field="important-to-me")
    plans.withdraw(plan=desk.plan, node=f"entry:{dog.uuid}", reason="confidential", by=desk.senco, on=OCTOBER)
    assert not Rendering.objects.filter(retired_at=None).exists()
    after = plans.file_pdf(version=version, reader=reader(desk, "family"))
    assert b"Biscuit" in before
    assert b"Biscuit" not in after


def test_a_kept_file_is_not_given_to_a_reader_whom_less_is_shown_now(desk, press):
    version = desk.issue("k1")
    plans.file_pdf(version=version, reader=reader(desk, "family"))
    dog = desk.ada.entries.get(field="important-to-me")
    revise(entry=dog, text=dog.text, revision=1, by=desk.senco, on=OCTOBER, audience="senco")
    assert b"Biscuit" not in plans.file_pdf(version=version, reader=reader(desk, "family"))


def test_archiving_leaves_the_filed_paper_as_it_was(desk, press):
    version = desk.issue("k1")
    before = plans.file_pdf(version=version, reader=reader(desk, "senco"))
    desk.issue("k2", on=OCTOBER)
    version.refresh_from_db()
    assert plans.file_pdf(version=version, reader=reader(desk, "senco")) == before


def test_erasing_takes_the_files_away_too(desk, press, django_capture_on_commit_callbacks):
    version = desk.issue("k1")
    plans.file_full_pdf.func(version.pk)
    kept = Rendering.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        plans.erase_body(version=version, reason="An order of the court.", by=desk.senco, on=OCTOBER)
    assert files.get(version.school_id, kept.sha256) is None


def test_a_filed_copy_that_is_gone_or_not_itself_is_found(desk, press):
    plans.file_full_pdf.func(desk.issue("k1").pk)
    assert list(spoiled_files()) == []
    kept = Rendering.objects.get()
    with default_storage.open(files.where(kept.school_id, kept.sha256), "wb") as file:
        file.write(b"Something else")
    assert "is not what was filed" in next(spoiled_files())
    files.drop(kept.school_id, kept.sha256)
    assert "is missing" in next(spoiled_files())
