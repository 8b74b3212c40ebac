"""The pages of an import, from the file to its undoing, as a SENCO walks them."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from goldenthread.exchange import operations, tasks
from goldenthread.exchange.models import Batch, BatchRow
from goldenthread.exchange.tests.files import ADA, HEADINGS, delimited, workbook
from goldenthread.learners.models import Learner
from goldenthread.learners.operations import amend, block, change_enrolment
from goldenthread.plans.tests.conftest import forget_backends
from goldenthread.schools import clock

LEO = ["Leo", "Smith", "21/10/2018", "3", "3B", "M", "WBRI", "", "001235"]


def at(name, **kwargs):
    return reverse(f"exchange:{name}", kwargs={"slug": "larkrise", **kwargs})


@pytest.fixture
def client(client_for, senco):
    return client_for(senco)


@pytest.fixture
def send(client):
    """A file sent by the page; the page one lands on."""

    def sent(*rows, content=None, name="joiners.csv"):
        file = SimpleUploadedFile(name, content or delimited(*rows))
        return client.post(at("upload"), {"file": file}, follow=True)

    return sent


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_file_is_sent_looked_at_put_in_and_undone(client, send):
    answer = send(HEADINGS, ADA, LEO, ["", "Nobody", "", "", "", "", "", "", ""])
    pk = Batch.objects.get().pk
    assert "2 new learners, 0 changed. Nothing has been done yet." in text(answer)
    assert not Learner.objects.exists()
    assert "2 learners join" in text(client.get(at("apply", pk=pk)))
    assert not Learner.objects.exists()
    answer = client.post(at("apply", pk=pk), follow=True)
    assert "2 new, 0 changed" in text(answer)
    assert Learner.objects.count() == 2
    learners = re.search(r'href="([^"]+)"[^>]*>See the learners', answer.content.decode())[1]
    assert {"Ada", "Leo"} <= set(text(client.get(learners)).split())
    assert "2 learners it brought are taken out" in text(client.get(at("undo", pk=pk)))
    answer = client.post(at("undo", pk=pk), follow=True)
    assert "was undone" in text(answer)
    assert not Learner.objects.exists()


def test_who_stays_is_named_before_an_import_is_undone(client, send, senco, today):
    send(HEADINGS, ADA, LEO)
    pk = Batch.objects.get().pk
    client.post(at("apply", pk=pk))
    amend(learner=Learner.objects.get(legal_first="Ada"), changes={"communication": "Signs"}, by=senco, on=today)
    said = text(client.get(at("undo", pk=pk)))
    assert "1 learner it brought is taken out" in said
    assert "1 stays as it is, because something has been written or changed since" in said
    assert "Row 2: Ada Okafor" in said
    assert "Leo" not in said


def test_the_page_of_an_undone_import_says_so_and_what_became_of_each(client, send, senco, today):
    send(HEADINGS, [*ADA[:4], "7A", *ADA[5:]])
    client.post(at("apply", pk=Batch.objects.get().pk))
    send(HEADINGS, ADA, LEO, ["Bea", "Ng", "22/10/2018", "3", "3B", "F", "WBRI", "", "001236"], ["", "Nobody"])
    pk = Batch.objects.latest("pk").pk
    client.post(at("apply", pk=pk))
    amend(learner=Learner.objects.get(legal_first="Bea"), changes={"communication": "Signs"}, by=senco, on=today)
    asked = text(client.get(at("undo", pk=pk)))
    assert "the tutor group 8K that came with it goes too" in asked
    assert "the tutor group 3B that came with it stays, because somebody uses it" in asked
    client.post(at("undo", pk=pk))
    said = text(client.get(at("one", pk=pk)))
    assert "Brought, then undone 1 Changed, then undone 1" in said
    assert re.search(r"Left as they are .* Row 4: Bea Ng .* Leo Smith .* Taken out again\.", said)
    assert said.count("Bea Ng") == 1
    assert "Changed since, so left as it is." in text(client.get(at("row", pk=pk, number=4)))
    said = text(client.get(at("one", pk=pk), {"show": "updated"}))
    assert re.search(r"before 7A in the file 8K.* As before the import again\.", said)
    assert "This import was undone. Taken out again." in text(client.get(at("row", pk=pk, number=3)))
    assert "Undone: 1 stays" in text(client.get(at("history")))


def test_rows_stand_in_tabs_under_the_files_own_numbers(client, send):
    answer = send(["List of joiners"], HEADINGS, ADA, LEO, ["", "Nobody"])
    assert "To mend 1" in text(answer)
    assert "There is only one name in this row" in text(answer)
    answer = client.get(at("one", pk=Batch.objects.get().pk), {"show": "new"})
    assert re.search(r"Row\s*3\s+Ada Okafor", text(answer))


def test_changes_are_shown_old_and_new(client, send):
    send(HEADINGS, ADA)
    client.post(at("apply", pk=Batch.objects.get().pk))
    answer = send(HEADINGS, ["Ada", "Okafor", "14/03/2014", "8", "8L", "F", "BAFR", "A820200114001", "001234"])
    assert "now 8K after 8L" in text(answer)


def test_how_many_rows_were_held_because_somebody_changed_the_learner_is_said(client, send, senco, today):
    send(HEADINGS, ADA)
    client.post(at("apply", pk=Batch.objects.get().pk))
    send(HEADINGS, [*ADA[:4], "Ash", *ADA[5:]])
    pk = Batch.objects.latest("pk").pk
    change_enrolment(learner=Learner.objects.get(), changes={"tutor_group": "Maple"}, by=senco, on=today)
    said = text(client.post(at("apply", pk=pk), follow=True))
    assert "1 row was held, because somebody has changed the learner since the rows were shown." in said
    assert "Tutor group is Maple now, not 8K. It stays so." in said


def test_the_same_file_again_says_that_there_is_nothing_to_do(client, send):
    send(HEADINGS, ADA)
    client.post(at("apply", pk=Batch.objects.get().pk))
    assert "Everything in this file is here already" in text(send(HEADINGS, ADA))


def test_e24_candidates_stand_side_by_side_with_full_names_and_the_ends_of_their_upns(client, send):
    send(HEADINGS, ["Adaeze Grace", *ADA[1:]])
    client.post(at("apply", pk=Batch.objects.get().pk))
    answer = send(HEADINGS, ["Eve", "Okafor", "14/03/2014", "8", "8K", "F", "BAFR", "", "001299"])
    assert "May be: Adaeze Grace Okafor, born 14 March 2014, Year 8 8K, UPN ends 4001" in text(answer)
    batch = Batch.objects.first()
    answer = client.get(at("row", pk=batch.pk, number=2))
    assert "Adaeze Grace Okafor" in text(answer)
    assert "It is a new learner" in text(answer)
    answer = client.post(at("row", pk=batch.pk, number=2), {"what": "new"}, follow=True)
    assert "It is now under “New”" in text(answer)


def test_a_held_row_is_mended_on_its_page(client, send):
    send(content=workbook(HEADINGS, [*ADA[:4], 80, *ADA[5:]]), name="joiners.xlsx")
    batch = Batch.objects.get()
    page = client.get(at("row", pk=batch.pk, number=2)).content.decode()
    assert 'value="8E1"' in page
    answer = client.post(at("row", pk=batch.pk, number=2), {"what": "mend", "v_tutor_group": "8E1"}, follow=True)
    assert "It is now under “New”" in text(answer)
    assert "You typed Tutor group: 8E1" in text(client.get(at("one", pk=batch.pk), {"show": "new"}))


def test_a_need_without_a_stage_is_mended_by_either(client, send):
    send([*HEADINGS, "SEN Status", "SEN Need"], [*ADA, "N", "SLCN"])
    url = at("row", pk=Batch.objects.get().pk, number=2)
    page = client.get(url).content.decode()
    assert 'name="v_stage" value="N"' in page
    answer = client.post(url, {"what": "mend", "v_stage": "N", "v_needs": ""}, follow=True)
    assert "It is now under “New”" in text(answer)


def test_saying_that_a_row_is_right_needs_a_reason(client, send):
    send(HEADINGS, ["Ada", "Okafor", "14/03/2013", "8", "8K", "F", "BAFR", "", "1"])
    url = at("row", pk=Batch.objects.get().pk, number=2)
    assert "how you know" in text(client.post(url, {"what": "accept", "note": ""}))
    answer = client.post(url, {"what": "accept", "note": "Kept back a year"}, follow=True)
    assert "It is now under “New”" in text(answer)


def test_many_rows_are_decided_at_once(client, send):
    send(
        content=workbook(
            HEADINGS, *[["Ada", "Okafor" + "abc"[n], *ADA[2:4], 80, "F", "BAFR", "", ""] for n in range(3)]
        ),
        name="joiners.xlsx",
    )
    pk = Batch.objects.get().pk
    answer = client.post(at("decide", pk=pk), {"what": "guess", "rows": ["2", "3", "4"], "show": "wrong"}, follow=True)
    assert "3 rows have been checked again" in text(answer)
    assert Batch.objects.get().counts == {"new": 3}
    client.post(at("decide", pk=pk), {"what": "leave_out", "rows": ["2"], "show": "new"})
    assert Batch.objects.get().counts == {"new": 2, "left_out": 1}
    assert "Tick at least one row" in text(client.post(at("decide", pk=pk), {"what": "new"}, follow=True))


def test_unknown_headings_lead_to_a_page_that_asks(client, send):
    answer = send(["Vorname", "Nachname", "Geburtstag", "Klasse"], ["Ada", "Okafor", "14/03/2014", "8"])
    assert "Which column is which?" in text(answer)
    assert "A: Vorname (as in Ada)" in text(answer)
    pk = Batch.objects.get().pk
    assert "Choose the columns for first names" in text(
        client.post(at("columns", pk=pk), {"row": "1", "c0": "", "c1": ""})
    )
    said = {"row": "1", "c0": "legal_first", "c1": "legal_last", "c2": "dob", "c3": "nc_year"}
    assert "1 new learner" in text(client.post(at("columns", pk=pk), said, follow=True))
    assert "1 new learner" in text(
        send(["Vorname", "Nachname", "Geburtstag", "Klasse"], ["Leo", "Smith", "21/10/2018", "3"])
    )


def test_a_file_without_headings_can_be_told_its_columns(client, send):
    send(["Ada", "Okafor", "14/03/2014", "8"], ["Leo", "Smith", "21/10/2018", "3"])
    pk = Batch.objects.get().pk
    said = {"row": "0", "c0": "legal_first", "c1": "legal_last", "c2": "dob", "c3": "nc_year"}
    assert "2 new learners" in text(client.post(at("columns", pk=pk), said, follow=True))


def test_e11_the_order_of_dates_is_asked_for(client, send):
    answer = send(HEADINGS, ["Ada", "Okafor", "04/03/2014", "8", "8K", "F", "BAFR", "", "1"])
    assert "Which comes first in the dates of this file?" in text(answer)
    url = at("questions", pk=Batch.objects.get().pk)
    assert "Choose which comes first" in text(client.post(url, {"sent": "1"}))
    assert "1 new learner" in text(client.post(url, {"order": "day"}, follow=True))


def test_the_order_of_whole_names_is_asked_for_with_examples_of_the_file(client, send):
    answer = send(["Name", "DOB", "Year"], ["Allen Heidi", "14/03/2014", "8"], ["Tan Leo", "21/10/2018", "3"])
    assert "Which comes first in the whole names of this file?" in text(answer)
    assert "The surname: “Allen Heidi” has the surname Allen, “Tan Leo” has the surname Tan" in text(answer)
    assert 'value="forename"' in re.search(r"<input[^>]*checked[^>]*>", answer.content.decode())[0]
    url = at("questions", pk=Batch.objects.get().pk)
    said = text(client.post(url, {"name_order": "surname"}, follow=True))
    assert "2 new learners" in said
    assert "Heidi Allen" in said
    assert "The surname: “Allen Heidi”" in text(client.get(url))


def test_e10_names_with_accents_are_shown_and_another_encoding_can_be_chosen(client, send):
    answer = send(content=delimited(HEADINGS, ["Siân", *ADA[1:]], encoding="cp1252"))
    assert "Do these names look right?" in text(answer)
    assert "Siân" in text(answer)
    url = at("questions", pk=Batch.objects.get().pk)
    answer = client.post(url, {"encoding": "cp850"}, follow=True)
    assert "Do these names look right?" in text(answer)
    assert "Siân" not in text(answer)
    client.post(url, {"encoding": "cp1252"})
    client.post(url, {"encoding": "cp1252"})
    assert "Siân" in str(Batch.objects.get().rows.get().result)


def test_e26_what_is_hidden_is_left_out_unless_ticked(client, send):
    def hide(book, sheet):
        sheet.set_row(2, None, None, {"hidden": True})

    answer = send(content=workbook(HEADINGS, ADA, LEO, build=hide), name="joiners.xlsx")
    assert "Left out: hidden row 3." in text(answer)
    assert "1 new learner" in text(answer)
    url = at("questions", pk=Batch.objects.get().pk)
    assert "2 new learners" in text(client.post(url, {"hidden": "on"}, follow=True))


def test_e29_columns_that_are_not_used_are_named(send):
    assert "Columns not used and not kept: Password, FSM" in text(
        send([*HEADINGS, "Password", "FSM"], [*ADA, "x", "y"])
    )


def test_e30_those_who_are_not_in_the_file_are_counted_and_left_alone(client, send):
    send(HEADINGS, ADA)
    client.post(at("apply", pk=Batch.objects.get().pk))
    assert "1 learner of this year is not in the file. Nothing happens to them." in text(send(HEADINGS, LEO))


def read_back(answer):
    assert answer["Content-Type"].startswith("application/vnd.openxml")
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def test_what_is_left_is_downloaded_in_the_same_columns_and_can_be_sent_again(client, send):
    send(
        content=delimited(
            ["Surname", "Forename", "DOB", "Year", "Password"],
            ["Okafor", "Ada", "14/03/2014", "8", "x"],
            ["=1+1", "", "31/02/2014", "8", "x"],
        )
    )
    answer = client.get(at("left", pk=Batch.objects.get().pk))
    assert re.search(r'filename="joiners-left-[0-9-]+\.xlsx"', answer["Content-Disposition"])
    sheet = read_back(answer).active
    rows = [[c.value for c in row] for row in sheet.iter_rows()]
    said = ["Why it was left (not read)", "Row in your file (not read)"]
    assert rows[0] == ["Surname", "Forename", "DOB", "Year", *said]
    assert rows[1][5] == "3"
    assert rows[1][0] == "=1+1"
    assert sheet["A2"].data_type == "s"
    assert "a day that does not exist" in rows[1][4]
    again = send(content=answer.content, name="left.xlsx")
    assert "No row can go in as it is" in text(again)


def test_c11_c17_downloads_hold_no_formula_nothing_hidden_and_no_author(client, send):
    send(HEADINGS, ['=HYPERLINK("http://x")', "@SUM(A1)", "31/02/2014", "8"])
    for answer in (client.get(at("left", pk=Batch.objects.get().pk)), client.get(at("template"))):
        book = read_back(answer)
        assert book.properties.creator in ("", None)
        assert not any(sheet.sheet_state != "visible" for sheet in book)
        assert not any(
            cell.data_type == "f" or cell.hyperlink or cell.comment
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
        )


def test_c13_control_characters_do_not_break_the_download(client, send):
    send(content=b"Forename,Surname,DOB,Year\nA\x07da,Ok\x0bafor,31/02/2014,8\n")
    assert read_back(client.get(at("left", pk=Batch.objects.get().pk)))


def test_the_template_filled_in_is_read_without_a_question(client, send):
    book = read_back(client.get(at("template")))
    assert [c.value for c in book["Learners"][1]][:9] == HEADINGS
    book["Learners"].append([*ADA, "K", "SLCN; ASD"])
    held = io.BytesIO()
    book.save(held)
    assert "1 new learner" in text(send(content=held.getvalue(), name="template.xlsx"))


def test_a_file_nobody_can_read_says_why(send):
    answer = send(content=b"%PDF-1.7", name="plan.pdf")
    assert "This file could not be read" in text(answer)
    assert "not a spreadsheet" in text(answer)


def test_no_file_and_a_file_too_big_are_said_on_the_form(client, send):
    assert "Choose a file first: spreadsheet" in text(client.post(at("upload"), {"sent": "1"}))
    assert "larger than 10 MB" in text(send(content=b"a" * (10 * 2**20 + 1)))


def test_a_big_file_has_a_page_that_can_be_left_found_again_and_cancelled(client, senco, school):
    batch = operations.stage(
        school=school, name="big.csv", content=delimited(HEADINGS, ADA), on=clock.today(), by=senco, now=clock.now()
    )
    answer = client.get(at("one", pk=batch.pk))
    assert "Reading the file" in text(answer)
    assert answer["Refresh"] == "2"
    assert "big.csv" in text(client.get(at("upload")))
    assert "Being read" in text(client.get(at("history")))
    assert "is cancelled" in text(client.post(at("cancel", pk=batch.pk), follow=True))
    assert "was cancelled" in text(client.get(at("one", pk=batch.pk)))


def test_many_rows_are_read_and_put_in_by_the_worker(client, send, monkeypatch):
    monkeypatch.setattr("goldenthread.exchange.views.doing.AT_ONCE", 0)
    monkeypatch.setattr("goldenthread.exchange.views.preview.IN_ONE_GO", 0)
    assert "2 new learners" in text(send(HEADINGS, ADA, LEO))
    assert "2 new, 0 changed" in text(client.post(at("apply", pk=Batch.objects.get().pk), follow=True))


def test_what_refuses_the_worker_is_shown_on_the_page(client, send, monkeypatch):
    send(HEADINGS, ADA)
    batch = Batch.objects.get()
    operations.give_back(batch=batch, sentence="Only this.")
    batch.refresh_from_db()
    assert batch.state == Batch.State.READY


def test_a_learner_one_is_kept_from_is_on_no_page_of_an_import(client, client_for, send, senco, senco_team):
    send(HEADINGS, ADA, LEO)
    batch = Batch.objects.get()
    client.post(at("apply", pk=batch.pk))
    block(
        learner=Learner.objects.get(legal_first="Ada"),
        member=senco_team,
        basis="Court order",
        by=senco,
        on=clock.today(),
    )
    senco_team.user.refresh_from_db()  # signed out by the block, and in again
    other = client_for(senco_team)
    shown = text(other.get(at("one", pk=batch.pk), {"show": "new"}))
    assert "Leo" in shown
    assert "Ada" not in shown
    assert other.get(at("row", pk=batch.pk, number=2)).status_code == 404
    assert other.get(at("row", pk=batch.pk, number=3)).status_code == 200


def test_the_preview_costs_the_same_for_any_number(client, senco, school, same_queries_however_many):
    made = []

    def make(n):
        rows = [["Ada", "Oka" + "abcdefghijkl"[len(made) + i], *ADA[2:7], "", ""] for i in range(n)]
        made.extend(rows)

    def page():
        Batch.objects.all().delete()
        batch = operations.stage(
            school=school, name="x.csv", content=delimited(HEADINGS, *made), on=clock.today(), by=senco, now=clock.now()
        )
        operations.read(batch=batch)
        client.get(at("one", pk=batch.pk))

    same_queries_however_many(page, make)


@pytest.mark.parametrize("name", ["teacher", "ta", "governor", "parent", "nia", "professional"])
def test_for_everybody_else_none_of_it_exists(name, request, client_for, send):
    send(HEADINGS, ADA)
    pk = Batch.objects.get().pk
    other = client_for(request.getfixturevalue(name))
    for url in (at("upload"), at("history"), at("template"), at("one", pk=pk), at("apply", pk=pk), at("left", pk=pk)):
        assert other.get(url).status_code == 404
    assert other.post(at("apply", pk=pk)).status_code == 404
    assert not Learner.objects.exists()


def test_what_was_sent_is_let_go_by_the_worker_when_its_days_are_over(client, send, school, settings, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    forget_backends()
    send(HEADINGS, ADA)
    forget_backends()
    waiting = DBTaskResult.objects.get(task_path__endswith="exchange.tasks.purge")
    assert waiting.run_after > clock.now() + timedelta(days=7)
    monkeypatch.setattr("goldenthread.exchange.tasks.now", lambda: clock.now() + timedelta(days=8))
    tasks.purge.call(school.pk)
    assert not BatchRow.objects.exists()


def test_cancelling_says_first_what_is_lost(client, send):
    send(HEADINGS, ADA, LEO)
    pk = Batch.objects.get().pk
    client.post(at("decide", pk=pk), {"rows": ["3"], "what": "leave_out", "show": "new"})
    page = client.get(at("cancel", pk=pk))
    assert "the file and its 2 rows as checked" in text(page)
    assert "what was said of 1 row" in text(page)
    assert Batch.objects.get().state == Batch.State.READY
    client.post(at("cancel", pk=pk))
    assert Batch.objects.get().state == Batch.State.CANCELLED
    assert "was cancelled" in text(client.get(at("cancel", pk=pk), follow=True))


def test_after_undoing_another_file_can_be_sent(client, send):
    send(HEADINGS, ADA)
    pk = Batch.objects.get().pk
    client.post(at("apply", pk=pk))
    assert "Send another file" in text(client.post(at("undo", pk=pk), follow=True))


def test_accepting_what_cannot_be_right_says_why_the_row_is_still_held(client, send):
    send(HEADINGS, ADA, [*LEO[:7], ADA[7], "9"])
    pk = Batch.objects.get().pk
    said = text(client.post(at("decide", pk=pk), {"rows": ["2"], "what": "accept", "note": "Seen", "show": "wrong"},
                            follow=True))  # fmt: skip
    assert "Row 2 has been checked again. It is now under “To mend”." in said
    assert "Row 2 is still held: The UPN A820200114001 is also in row 3" in said
    assert "That cannot be right as it is: mend the row or leave it out." in said


def test_typing_a_new_value_is_choosing_to_mend_the_row(client, send):
    send(HEADINGS, [*LEO[:2], "31/02/2018", *LEO[3:]])
    url = at("row", pk=Batch.objects.get().pk, number=2)
    untouched = client.post(url, {"v_dob": "31/02/2018"})
    assert "Choose what should happen with this row." in text(untouched)
    said = text(client.post(url, {"v_dob": "21/10/2018"}, follow=True))
    assert "It is now under “New”." in said
