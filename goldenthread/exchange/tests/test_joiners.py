"""From the bytes of a file to learners and back: what the operations keep, refuse, apply and undo."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection

from goldenthread.audit.models import Event
from goldenthread.audit.queries import broken_links
from goldenthread.audit.refusals import Refused
from goldenthread.exchange import operations
from goldenthread.exchange.checking import Fate
from goldenthread.exchange.models import Batch, BatchFile, BatchRow, Column
from goldenthread.exchange.operations.staging import purge, remember
from goldenthread.exchange.tests.files import ADA, HEADINGS, delimited, workbook
from goldenthread.learners.models import Enrolment, FormerUPN, Learner, Need, StageSpell
from goldenthread.learners.operations import amend, block

NOW = datetime(2026, 9, 7, 9, 30, tzinfo=UTC)
LEO = ["Leo", "Smith", "21/10/2018", "3", "3B", "M", "WBRI", "", "001235"]
SEN = [*HEADINGS, "SEN Status", "SEN Need"]
ADA_SEN = [*ADA, "K", "SLCN; ASD"]


@pytest.fixture
def bring(school, senco, today):
    """A file brought to the school and read."""

    def brought(*rows, content=None, by=senco, answers=None):
        content = content or delimited(*rows)
        batch = operations.stage(
            school=school, name="joiners.csv", content=content, on=today, by=by, now=NOW, answers=answers
        )
        return operations.read(batch=batch)

    return brought


@pytest.fixture
def take(bring, senco):
    def taken(*rows, **options):
        return operations.apply(batch=bring(*rows, **options), by=senco, now=NOW)

    return taken


def fates(batch):
    return dict(batch.rows.values_list("number", "fate"))


def test_a_file_becomes_rows_with_fates_and_changes_nobody(bring):
    batch = bring(HEADINGS, ADA, LEO, ["", "Nobody"])
    assert batch.state == Batch.State.READY
    assert fates(batch) == {2: "new", 3: "new", 4: "wrong"}
    assert batch.counts == {"new": 2, "wrong": 1}
    assert not Learner.objects.exists()


def test_applying_takes_in_what_is_right_and_leaves_the_rest(take, school):
    batch = take(SEN, ADA_SEN, ["", "Nobody"])
    ada = Learner.objects.get()
    assert (ada.name, ada.dob, ada.sex, ada.ethnicity, ada.upn, ada.mis_number) == (
        "Ada Okafor",
        date(2014, 3, 14),
        "F",
        "BAFR",
        "A820200114001",
        "001234",
    )
    place = Enrolment.objects.get()
    assert (place.nc_year, place.tutor_group, place.year.current) == ("8", "8K", True)
    stage = StageSpell.objects.get()
    assert (stage.stage, stage.starts_on) == ("K", batch.on)
    assert list(Need.objects.values_list("rank", "type", "starts_on")) == [(1, "SLCN", batch.on), (2, "ASD", batch.on)]
    assert not BatchFile.objects.exists()


def test_e07_the_same_file_twice_changes_nothing_and_says_so(take, bring):
    rows = [SEN, ADA_SEN, [*LEO, "N", ""]]
    take(*rows)
    events = Event.objects.filter(kind__startswith="learners.").count()
    again = take(*rows)
    assert again.counts == {"unchanged": 2}
    assert Learner.objects.count() == 2
    assert Event.objects.filter(kind__startswith="learners.").count() == events


def test_e07_a_file_that_waits_is_found_again(bring):
    assert bring(HEADINGS, ADA) == bring(HEADINGS, ADA)
    assert Batch.objects.count() == 1


def test_what_differs_is_shown_old_and_new_and_then_changed(take, bring, senco):
    take(SEN, ADA_SEN)
    batch = bring(
        SEN, ["Ada", "Okafor-Smith", "14/03/2014", "8", "8L", "F", "BAFR", "A820200114001", "001234", "E", "SLCN"]
    )
    assert batch.rows.get().result["changes"] == {
        "legal_last": ["Okafor", "Okafor-Smith"],
        "tutor_group": ["8K", "8L"],
        "stage": ["K", "E"],
    }
    operations.apply(batch=batch, by=senco, now=NOW)
    ada = Learner.objects.get()
    assert ada.legal_last == "Okafor-Smith"
    assert ada.enrolments.get().tutor_group == "8L"
    assert ada.stages.get(ends_on=None).stage == "E"
    assert ada.needs.filter(ends_on=None).count() == 2


def test_a_second_press_is_refused_with_what_has_happened(take, senco):
    batch = take(HEADINGS, ADA)
    with pytest.raises(Refused, match="in already"):
        operations.apply(batch=batch, by=senco, now=NOW)
    assert Learner.objects.count() == 1


def test_e09_two_files_with_the_same_learners_make_them_once(bring, senco):
    first = bring(HEADINGS, ADA, LEO)
    second = bring(HEADINGS, LEO, ADA)
    operations.apply(batch=first, by=senco, now=NOW)
    applied = operations.apply(batch=second, by=senco, now=NOW)
    assert Learner.objects.count() == 2
    assert applied.counts == {"unchanged": 2}


def test_apply_checks_again_what_has_changed_since(bring, senco, take):
    batch = bring(HEADINGS, ADA)
    take(HEADINGS, ["Leo", "Smith", "21/10/2018", "3", "3B", "M", "WBRI", "A820200114001", "7"])
    applied = operations.apply(batch=batch, by=senco, now=NOW)
    assert applied.counts == {"wrong": 1}
    assert [one.name for one in Learner.objects.all()] == ["Leo Smith"]


def test_e08_a_crash_at_any_statement_leaves_nothing_and_can_be_repeated(bring, senco):
    batch = bring(SEN, ADA_SEN, [*LEO, "E", "MLD"])
    before = Event.objects.count()

    class Crash(DatabaseError):
        pass

    def crash_at(number):
        left = [number]

        def wrapper(execute, sql, params, many, context):
            left[0] -= 1
            if left[0] == -1:  # once: rolling back is a statement too
                raise Crash
            return execute(sql, params, many, context)

        return wrapper

    def crashes(number):
        with connection.execute_wrapper(crash_at(number)):
            try:
                operations.apply(batch=batch, by=senco, now=NOW)
            except Crash:
                return True
        return False

    number = 0
    while crashes(number):
        batch.refresh_from_db()
        assert (batch.state, Learner.objects.count(), Event.objects.count()) == ("ready", 0, before)
        number += 1
    assert number > 10
    assert Learner.objects.count() == 2
    assert list(broken_links()) == []


def test_e29_what_we_do_not_use_is_nowhere_once_the_file_is_read(bring, senco, take):
    batch = take([*HEADINGS, "Password", "FSM", "Medical"], [*ADA, "CANARY1", "CANARY2", "CANARY3"])
    assert batch.reading["unused"] == ["Password", "FSM", "Medical"]
    kept = str(list(BatchRow.objects.values())) + str(list(Batch.objects.values())) + str(list(Event.objects.values()))
    assert "CANARY" not in kept
    assert not BatchFile.objects.exists()


def test_e30_learners_who_are_not_in_the_file_stay_as_they_are(take):
    take(HEADINGS, ADA, LEO)
    take(HEADINGS, LEO, ["Cy", "Ng", "01/05/2019", "2", "2A", "M", "CHNE", "", "9"])
    assert Learner.objects.get(legal_first="Ada").enrolments.get().left_on is None


def test_e31_rows_of_another_school_are_refused(bring):
    batch = bring([*HEADINGS, "School"], [*ADA, "Ashfield School"], [*LEO, "Larkrise Primary School"])
    assert fates(batch) == {2: "wrong", 3: "new"}


def test_e32_an_import_is_undone_with_everything_it_brought(take, senco, today):
    batch = take(SEN, ADA_SEN, LEO)
    undone = operations.undo(batch=batch, by=senco, now=NOW, on=today)
    assert undone.state == Batch.State.UNDONE
    assert not Learner.objects.exists()
    assert not StageSpell.objects.exists()
    assert list(broken_links()) == []


def test_e32_what_an_import_changed_is_put_back(take, senco, today):
    take(SEN, ADA_SEN)
    batch = take(SEN, ["Ada Grace", "Smith", "14/03/2014", "8", "8L", "F", "WBRI", "A820200114001", "77", "E", "MLD"])
    assert Learner.objects.get().legal_last == "Smith"
    operations.undo(batch=batch, by=senco, now=NOW + timedelta(hours=23), on=today + timedelta(days=1))
    ada = Learner.objects.get()
    assert (ada.legal_first, ada.legal_last, ada.ethnicity, ada.mis_number) == ("Ada", "Okafor", "BAFR", "001234")
    assert ada.enrolments.get().tutor_group == "8K"
    assert ada.stages.get(ends_on=None).stage == "K"
    assert list(ada.needs.values_list("type", "ends_on")) == [("SLCN", None), ("ASD", None)]
    assert set(ada.stages.values_list("stage", flat=True)) == {"K"}
    assert set(ada.places.values_list("group__name", flat=True)) == {"8K"}


def test_e32_a_upn_put_back_leaves_no_trail(take, bring, senco, today):
    take(HEADINGS, [*ADA[:7], "A82020011400A", "001234"])
    batch = bring(HEADINGS, ADA)
    ada = Learner.objects.get()
    assert fates(batch) == {2: "possible_duplicate"}
    batch = operations.decide(batch=batch, numbers=[2], by=senco, use=ada.pk)
    batch = operations.apply(batch=batch, by=senco, now=NOW)
    ada.refresh_from_db()
    assert ada.upn == "A820200114001"
    assert FormerUPN.objects.get().upn == "A82020011400A"
    operations.undo(batch=batch, by=senco, now=NOW, on=today)
    ada.refresh_from_db()
    assert ada.upn == "A82020011400A"
    assert not FormerUPN.objects.exists()


def test_e32_learners_touched_since_stay_and_are_listed(take, senco, today):
    batch = take(HEADINGS, ADA, LEO)
    ada = Learner.objects.get(legal_first="Ada")
    amend(learner=ada, changes={"communication": "Signs"}, by=senco, on=today)
    undone = operations.undo(batch=batch, by=senco, now=NOW, on=today)
    assert [one.name for one in Learner.objects.all()] == ["Ada Okafor"]
    assert undone.counts["kept"] == 1
    assert undone.rows.get(number=2).result["kept"]


def test_e32_after_a_day_it_is_too_late(take, senco, today):
    batch = take(HEADINGS, ADA)
    with pytest.raises(Refused, match="24 hours"):
        operations.undo(batch=batch, by=senco, now=NOW + timedelta(hours=25), on=today)
    assert Learner.objects.exists()


def test_e11_doubtful_dates_are_asked_about_once_for_the_file(bring, senco):
    rows = [HEADINGS, ["Ada", "Okafor", "04/03/2014", "8", "8K", "F", "BAFR", "", "1"]]
    batch = bring(*rows)
    assert batch.state == Batch.State.ASKING
    assert batch.reading["asks"] == ["order"]
    assert not batch.rows.exclude(result={"values": {}}).filter(fate="new").exists()
    batch = operations.read(batch=operations.answer(batch=batch, answers={"order": "day"}, by=senco))
    assert batch.state == Batch.State.READY
    assert batch.rows.get().result["values"]["dob"] == "2014-03-04"


def test_e10_names_with_accents_from_an_older_office_are_shown_before_they_are_believed(bring, senco):
    rows = [HEADINGS, ["Siân", "Évans", "14/03/2014", "8", "8K", "F", "WBRI", "", "1"]]
    batch = bring(content=delimited(*rows, encoding="cp1252"))
    assert batch.reading["asks"] == ["accents"]
    assert batch.reading["accents"] == ["Siân", "Évans"]
    batch = operations.read(batch=operations.answer(batch=batch, answers={"looked": True}, by=senco))
    assert batch.rows.get().result["values"]["legal_first"] == "Siân"


def test_unknown_headings_are_asked_about_and_remembered_for_the_school(bring, senco, school):
    rows = [["Vorname", "Nachname", "Geburtstag", "Klasse"], ["Ada", "Okafor", "14/03/2014", "8"]]
    batch = bring(*rows)
    assert batch.reading["asks"] == ["columns"]
    fields = {"0": "legal_first", "1": "legal_last", "2": "dob", "3": "nc_year"}
    remember(school=school, texts=dict(enumerate(rows[0])), fields=fields, by=senco)
    batch = operations.read(batch=operations.answer(batch=batch, answers={"columns": fields, "row": 1}, by=senco))
    assert fates(batch) == {2: "new"}
    assert Column.objects.count() == 4
    assert bring(rows[0], ["Leo", "Smith", "21/10/2018", "3"]).state == Batch.State.READY


def test_a_row_held_back_goes_in_when_somebody_says_why_it_is_right(bring, senco):
    batch = bring(HEADINGS, ["Ada", "Okafor", "14/03/2013", "8", "8K", "F", "BAFR", "", "1"])
    assert fates(batch) == {2: "wrong"}
    with pytest.raises(Refused, match="how you know"):
        operations.decide(batch=batch, numbers=[2], by=senco, accept=True)
    batch = operations.decide(
        batch=batch, numbers=[2], by=senco, accept=True, note="Kept back a year, seen her passport"
    )
    assert fates(batch) == {2: "new"}
    batch = operations.decide(batch=batch, numbers=[2], by=senco)
    assert fates(batch) == {2: "wrong"}


def test_a_value_typed_in_the_preview_mends_its_row(bring, senco):
    batch = bring(content=workbook(HEADINGS, [*ADA[:4], 80, *ADA[5:]]))
    assert batch.rows.get().result["problems"][0]["guess"] == "8E1"
    batch = operations.decide(batch=batch, numbers=[2], by=senco, values={"tutor_group": "8E1"})
    assert batch.rows.get().result["values"]["tutor_group"] == "8E1"
    assert fates(batch) == {2: "new"}


def test_only_a_learner_who_was_put_forward_can_be_chosen(bring, senco, take):
    take(HEADINGS, ADA)
    batch = bring(HEADINGS, LEO)
    with pytest.raises(Refused, match="shown beside"):
        operations.decide(batch=batch, numbers=[2], by=senco, use=Learner.objects.get().pk)


def test_deciding_one_row_frees_another(bring, senco):
    batch = bring(HEADINGS, ADA, [*LEO[:7], ADA[7], "2"])
    assert fates(batch) == {2: "wrong", 3: "wrong"}
    batch = operations.decide(batch=batch, numbers=[3], by=senco, leave_out=True)
    assert fates(batch) == {2: "new", 3: "left_out"}


@pytest.mark.parametrize("name", ["teacher", "governor", "parent", "nia"])
def test_nobody_else_can_bring_learners_in(name, request, school, today, bring, senco):
    other = request.getfixturevalue(name)
    with pytest.raises(Refused):
        operations.stage(school=school, name="x.csv", content=b"a,b", on=today, by=other, now=NOW)
    batch = bring(HEADINGS, ADA)
    for attempt in (
        lambda: operations.apply(batch=batch, by=other, now=NOW),
        lambda: operations.decide(batch=batch, numbers=[2], by=other, new=True),
        lambda: operations.cancel(batch=batch, by=other),
        lambda: operations.answer(batch=batch, answers={}, by=other),
        lambda: operations.undo(batch=batch, by=other, now=NOW, on=today),
    ):
        with pytest.raises(Refused):
            attempt()
    assert not Learner.objects.exists()


def test_a_learner_somebody_is_kept_from_cannot_be_changed_by_them_through_a_file(
    take, bring, senco, senco_team, today
):
    take(HEADINGS, ADA)
    block(learner=Learner.objects.get(), member=senco_team, basis="Court order", by=senco, on=today)
    batch = bring(HEADINGS, ["Ada", "Smith", *ADA[2:]], by=senco_team)
    assert fates(batch) == {2: "wrong"}
    assert batch.rows.get().result["candidates"] == []


def test_a_file_nobody_can_read_says_why_and_is_let_go(bring):
    batch = bring(content=b"%PDF-1.7 no spreadsheet")
    assert batch.state == Batch.State.FAILED
    assert "not a spreadsheet" in batch.trouble
    assert not BatchFile.objects.exists()


def test_headings_without_learners_are_said_to_be_that(bring):
    assert "no learners" in bring(HEADINGS).trouble


def test_cancelling_lets_file_and_rows_go(bring, senco):
    batch = operations.cancel(batch=bring(HEADINGS, ADA), by=senco)
    assert batch.state == Batch.State.CANCELLED
    assert not BatchFile.objects.exists()
    assert not BatchRow.objects.exists()
    assert operations.read(batch=batch).state == Batch.State.CANCELLED


def test_files_and_rows_go_after_seven_days(bring, school, take):
    bring(HEADINGS, ADA)
    purge(school=school, now=NOW + timedelta(days=6))
    assert BatchRow.objects.exists()
    purge(school=school, now=NOW + timedelta(days=8))
    assert not BatchRow.objects.exists()
    assert not BatchFile.objects.exists()
    assert Batch.objects.get().state == Batch.State.CANCELLED


def test_a_file_that_was_never_read_goes_after_seven_days_too(school, senco, today):
    operations.stage(school=school, name="x.csv", content=delimited(HEADINGS, ADA), on=today, by=senco, now=NOW)
    purge(school=school, now=NOW + timedelta(days=8))
    assert not BatchFile.objects.exists()
    assert Batch.objects.get().state == Batch.State.CANCELLED


def test_events_say_what_happened_without_a_name(take, senco, today):
    operations.undo(batch=take(HEADINGS, ADA), by=senco, now=NOW, on=today)
    events = Event.objects.filter(kind__startswith="exchange.")
    assert [e.kind for e in events] == ["exchange.file_sent", "exchange.import_applied", "exchange.import_undone"]
    assert "Ada" not in str(list(events.values("facts")))


def test_two_thousand_rows_cost_few_statements(bring, senco, django_assert_max_num_queries):
    rows = [
        [
            f"A{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}",
            "Okafor",
            "14/03/2014",
            "8",
            "8K",
            "F",
            "BAFR",
            "",
            str(n),
        ]
        for n in range(2_000)
    ]
    with django_assert_max_num_queries(200):
        batch = bring(HEADINGS, *rows)
        assert batch.counts == {Fate.NEW: 2_000}
        operations.apply(batch=batch, by=senco, now=NOW)
    assert Learner.objects.count() == 2_000
