"""From the bytes of a file to learners: what is kept, shown, applied and refused."""

from datetime import date

import pytest
from django.db import DatabaseError, connection

from goldenthread.audit.models import Event
from goldenthread.audit.queries import broken_links
from goldenthread.audit.refusals import Refused
from goldenthread.exchange import operations
from goldenthread.exchange.models import Batch, BatchFile, BatchRow
from goldenthread.exchange.tests.files import ADA, HEADINGS
from goldenthread.exchange.tests.joining import ADA_SEN, LEO, NOW, SEN, fates
from goldenthread.learners.models import Enrolment, Learner, Need, StageSpell
from goldenthread.learners.operations import amend, change_enrolment


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


def test_what_a_colleague_has_changed_since_the_rows_were_shown_is_held_and_the_rest_goes_in(bring, senco, take, today):
    take(HEADINGS, ADA, LEO)
    batch = bring(HEADINGS, [*ADA[:4], "Ash", *ADA[5:]], [*LEO[:4], "Ash", *LEO[5:7], "B820200114002", LEO[8]])
    assert fates(batch) == {2: "updated", 3: "updated"}
    ada, leo = Learner.objects.order_by("legal_first")
    change_enrolment(learner=ada, changes={"tutor_group": "Maple"}, by=senco, on=today)
    applied = operations.apply(batch=batch, by=senco, now=NOW)
    assert fates(batch) == {2: "wrong", 3: "updated"}
    assert (ada.enrolments.get().tutor_group, leo.enrolments.get().tutor_group) == ("Maple", "Ash")
    held = applied.rows.get(number=2).result
    assert "Tutor group is Maple now, not 8K." in held["problems"][-1]["text"]
    assert held["changes"]["tutor_group"] == ["Maple", "Ash"]
    assert applied.counts == {"wrong": 1, "updated": 1, "meanwhile": 1}


def test_so_is_what_the_rows_as_shown_said_nothing_of(bring, senco, take, today):
    take(HEADINGS, ADA)
    same, other = bring(HEADINGS, ADA), bring(HEADINGS, ADA, LEO)
    amend(learner=Learner.objects.get(), changes={"legal_last": "Smith"}, by=senco, on=today)
    operations.apply(batch=same, by=senco, now=NOW)
    operations.apply(batch=other, by=senco, now=NOW)
    assert [fates(same), fates(other)] == [{2: "wrong"}, {2: "wrong", 3: "new"}]
    assert Learner.objects.get(legal_first="Ada").legal_last == "Smith"


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
