"""manage.py import_learners: what it prints, what it keeps, how it ends."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from goldenthread.exchange.models import Batch
from goldenthread.exchange.tests.files import ADA, HEADINGS, delimited, workbook
from goldenthread.learners.models import Learner

KEYS = ["new", "updated", "unchanged", "possible_duplicates", "wrong", "rows"]


@pytest.fixture
def run(school, tmp_path):
    """(report, exit status) of a file with these bytes."""

    def ran(content, *options, name="joiners.csv"):
        path, out, err = tmp_path / name, io.StringIO(), io.StringIO()
        path.write_bytes(content)
        status = 0
        try:
            call_command(
                "import_learners", str(path), "--school", "larkrise", "--json", *options, stdout=out, stderr=err
            )
        except SystemExit as ended:
            status = ended.code
        return json.loads(out.getvalue()), status

    return ran


def test_the_report_has_exactly_these_keys_and_nothing_is_kept(run):
    report, status = run(delimited(HEADINGS, ADA))
    assert list(report) == KEYS
    assert report["new"] == 1
    assert [(row["row"], row["fate"]) for row in report["rows"]] == [(2, "new")]
    assert set(report["rows"][0]) == {"row", "fate", "problems"}
    assert status == 0
    assert not Learner.objects.exists()
    assert not Batch.objects.exists()


def test_wrong_rows_are_named_with_the_reason_and_the_status_is_three(run):
    report, status = run(delimited(HEADINGS, ADA, ["", "", "", "", "", "M"], ["Leo", "Smith", "31/02/2018", "3"]))
    assert (report["new"], report["wrong"], status) == (1, 2, 3)
    assert [row["row"] for row in report["rows"] if row["fate"] == "wrong"] == [3, 4]
    assert all(row["problems"] for row in report["rows"][1:])


def test_with_apply_what_is_right_goes_in_and_what_is_wrong_is_left(run):
    report, status = run(delimited(HEADINGS, ADA, ["Leo", "Smith", "31/02/2018", "3"]), "--apply")
    assert (report["new"], report["wrong"], status) == (1, 1, 3)
    assert [one.name for one in Learner.objects.all()] == ["Ada Okafor"]
    assert Batch.objects.get().state == Batch.State.APPLIED


def test_the_same_file_again_is_unchanged(run):
    content = workbook(HEADINGS, ADA)
    run(content, "--apply", name="joiners.xlsx")
    report, status = run(content, "--apply", name="joiners.xlsx")
    assert (report["unchanged"], report["new"], status) == (1, 0, 0)
    assert Learner.objects.count() == 1


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"a,b\n1,2\n"]
)
def test_a_file_that_cannot_be_read_ends_with_two(school, tmp_path, content):
    path = tmp_path / "joiners.xlsx"
    path.write_bytes(content)
    with pytest.raises(CommandError) as ended:
        call_command("import_learners", str(path), "--school", "larkrise")
    assert ended.value.returncode == 2


def test_only_headings_cannot_be_read_and_it_says_so_as_the_page_does(school, tmp_path):
    path = tmp_path / "joiners.csv"
    path.write_bytes(delimited(HEADINGS))
    for more in ([], ["--json"], ["--apply"]):
        with pytest.raises(CommandError, match="There are no learners in this file, only headings") as ended:
            call_command("import_learners", str(path), "--school", "larkrise", *more)
        assert ended.value.returncode == 2
    assert not Batch.objects.exists()


YOUNG, VERY_YOUNG = ["Ada", "Okafor", "14/03/2014", "9"], ["Leo", "Smith", "21/10/2018", "5"]


def test_a_learner_one_year_off_is_taken_with_a_note(run):
    content = delimited(HEADINGS, YOUNG, VERY_YOUNG)
    report, status = run(content)
    assert (report["wrong"], status) == (2, 3)
    report, _ = run(content, "--accept-years", "Moved up in June")
    assert (report["new"], report["wrong"]) == (1, 1)
    assert not Learner.objects.exists()
    report, _ = run(content, "--accept-years", "Moved up in June", "--apply")
    assert report["rows"][0]["problems"][0].endswith("Accepted.")
    assert [one.name for one in Learner.objects.all()] == ["Ada Okafor"]
    assert Batch.objects.get().rows.get(number=2).decision == {"accept": True, "note": "Moved up in June"}


def test_years_are_not_accepted_without_a_word(school, tmp_path):
    path = tmp_path / "joiners.csv"
    path.write_bytes(delimited(HEADINGS, YOUNG))
    with pytest.raises(CommandError, match="how you know"):
        call_command("import_learners", str(path), "--school", "larkrise", "--accept-years", " ")


def test_accepting_the_years_does_not_take_one_learner_twice(run):
    report, _ = run(delimited(HEADINGS, YOUNG, YOUNG), "--accept-years", "Moved up", "--apply")
    assert report["possible_duplicates"] == 2
    assert not Learner.objects.exists()


def test_no_such_file_ends_with_two_and_no_such_school_with_one(school, tmp_path):
    for status, arguments in [(2, [str(tmp_path / "none.csv"), "--school", "larkrise"]),
                              (1, [__file__, "--school", "nowhere"])]:
        with pytest.raises(CommandError) as ended:
            call_command("import_learners", *arguments)
        assert ended.value.returncode == status


def test_e11_doubtful_dates_hold_their_rows_until_the_order_is_said(run):
    content = delimited(HEADINGS, ["Ada", "Okafor", "04/03/2014", "8", "8K", "F", "BAFR", "", "1"])
    report, status = run(content)
    assert (report["wrong"], status) == (1, 3)
    assert "day or the month" in report["rows"][0]["problems"][0]
    assert "--dates day-first" in report["rows"][0]["problems"][0]
    report, status = run(content, "--dates", "day-first")
    assert (report["new"], status) == (1, 0)


@pytest.mark.parametrize("said", [{}, {"order": "month"}])
def test_a_file_that_waits_on_the_pages_is_read_with_the_commands_own_options(run, bring, said):
    content = delimited(HEADINGS, ["Ada", "Okafor", "04/03/2014", "8", "8K", "F", "BAFR", "", "1"])
    waiting = bring(content=content, answers=said)
    report, status = run(content, "--dates", "day-first", "--apply")
    assert (report["new"], status) == (1, 0)
    assert (Learner.objects.get().dob.day, Learner.objects.get().dob.month) == (4, 3)
    waiting.refresh_from_db()
    assert waiting.state == Batch.State.CANCELLED


def test_what_is_refused_is_no_unreadable_file(school, tmp_path):
    path = tmp_path / "joiners.csv"
    path.write_bytes(delimited(HEADINGS, YOUNG))
    with pytest.raises(CommandError) as ended:
        call_command("import_learners", str(path), "--school", "larkrise", "--accept-years", " ")
    assert ended.value.returncode == 1


def test_e10_accents_from_an_older_office_arrive_whole(run):
    run(delimited(HEADINGS, ["Siân", *ADA[1:]], encoding="cp1252"), "--apply")
    assert Learner.objects.get().legal_first == "Siân"


def test_e21_two_rows_with_one_upn_are_both_wrong(run):
    report, status = run(delimited(HEADINGS, ADA, ["Leo", "Smith", "21/10/2018", "3", "3B", "M", "WBRI", ADA[7], "9"]))
    assert (report["wrong"], status) == (2, 3)


def test_without_json_it_says_the_same_in_words(school, tmp_path):
    path, out = tmp_path / "j.csv", io.StringIO()
    path.write_bytes(delimited([*HEADINGS, "Password"], [*ADA, "secret"]))
    err = io.StringIO()
    call_command("import_learners", str(path), "--school", "larkrise", stdout=out, stderr=err)
    assert "1 new, 0 updated" in out.getvalue()
    assert "Not read: Password." in err.getvalue()
    assert "secret" not in out.getvalue() + err.getvalue()


STRANGE = delimited([*HEADINGS[:3], "Lessons with", *HEADINGS[4:]], ADA)


def test_a_column_can_be_named_by_option(run):
    report, status = run(STRANGE)
    assert (report["wrong"], status) == (1, 3)
    report, status = run(STRANGE, "--column", "Lessons with=year", "--apply")
    assert (report["new"], status) == (1, 0)
    assert Learner.objects.get().enrolments.get().nc_year == "8"


def test_a_column_that_is_missing_is_named_with_the_option(school, tmp_path):
    path, err = tmp_path / "j.csv", io.StringIO()
    path.write_bytes(STRANGE)
    with pytest.raises(SystemExit):
        call_command("import_learners", str(path), "--school", "larkrise", stdout=io.StringIO(), stderr=err)
    assert "No column was found for: year group." in err.getvalue()
    assert '--column "Lessons with=year group"' in err.getvalue()


@pytest.mark.parametrize("given", ["Lessons with", "Lessons with=colour", "=year"])
def test_a_column_that_is_not_understood_says_what_can_be_said(school, tmp_path, given):
    path = tmp_path / "joiners.csv"
    path.write_bytes(STRANGE)
    with pytest.raises(CommandError, match="year group"):
        call_command("import_learners", str(path), "--school", "larkrise", "--column", given)


TWIN = ["Adaeze", "Okafor", "14/03/2014", "8", "8K", "F", "BAFR", "", "009"]


def in_words(tmp_path, content, *options):
    path, out = tmp_path / "j.csv", io.StringIO()
    path.write_bytes(content)
    call_command("import_learners", str(path), "--school", "larkrise", *options, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_possible_duplicates_are_listed_with_whom_they_may_be_and_how_to_decide(run, tmp_path):
    run(delimited(HEADINGS, ADA), "--apply")
    said = in_words(tmp_path, delimited(HEADINGS, TWIN))
    assert "Row 2 (possible duplicate): It may be Ada Okafor, born 14 March 2014, Year 8 8K, UPN ends 4001." in said
    assert "1 row that may be somebody you have is not put in by --apply." in said
    assert "/s/larkrise/imports/new/" in said
    assert "1 row that may be somebody you have is not put in. " in in_words(
        tmp_path, delimited(HEADINGS, TWIN), "--apply"
    )
    report, _ = run(delimited(HEADINGS, TWIN))
    assert report["rows"][0]["problems"][0].startswith("It may be Ada Okafor")


def test_rows_alike_in_one_file_say_which(tmp_path, school):
    said = in_words(tmp_path, delimited(HEADINGS, [*ADA[:7], "", "1"], [*ADA[:7], "", "2"]))
    assert "Row 2 (possible duplicate): The same name and date of birth is in row 3." in said


def test_a_warning_that_holds_nothing_back_is_told_apart_in_the_report(run):
    report, status = run(delimited(HEADINGS, [*ADA[:7], "B820200114001", "1"]))
    assert (report["new"], status) == (1, 0)
    assert report["rows"][0]["problems"][0].startswith("Note: ")
    report, _ = run(delimited(HEADINGS, ["Leo", "Smith", "31/02/2018", "3"]))
    assert not report["rows"][0]["problems"][0].startswith("Note: ")
