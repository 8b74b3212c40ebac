"""What is asked about a file and its rows, and what the answers do."""


import pytest

from goldenthread.audit.refusals import Refused
from goldenthread.exchange import operations
from goldenthread.exchange.models import Batch, Column
from goldenthread.exchange.operations.staging import remember
from goldenthread.exchange.tests.files import ADA, HEADINGS, delimited, workbook
from goldenthread.exchange.tests.joining import LEO, fates
from goldenthread.learners.models import Learner


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


WHOLE = ["Okafor Ada", "14/03/2014", "8"], ['"Smith, Leo"', "21/10/2018", "3"]


def test_which_comes_first_in_whole_names_is_asked_once_where_no_comma_says_it(bring, senco):
    batch = bring(["Name", "DOB", "Year"], *WHOLE)
    assert (batch.reading["asks"], batch.reading["uncut"]) == (["name_order"], ["Okafor Ada"])
    batch = operations.read(batch=operations.answer(batch=batch, answers={"name_order": "surname"}, by=senco))
    assert batch.state == Batch.State.READY
    assert [(row.result["values"]["legal_first"], row.result["values"]["legal_last"]) for row in batch.rows.all()] == [
        ("Ada", "Okafor"), ("Leo", "Smith")]


def test_it_is_not_asked_where_the_heading_says_it_or_commas_do_or_nobody_is_there(bring):
    batch = bring(["Surname Forename", "DOB", "Year"], *WHOLE)
    assert batch.rows.get(number=2).result["values"]["legal_last"] == "Okafor"
    assert bring(["Name", "DOB", "Year"], WHOLE[1]).state == Batch.State.READY
    alone = bring(["Name", "DOB", "Year"], *WHOLE, answers={"alone": True})
    assert alone.rows.get(number=2).result["values"]["legal_last"] == "Ada"


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
