"""The page of a meeting: everything on it is saved by any button, by itself, and by two people at once."""

import uuid

import pytest
import time_machine
from django.urls import reverse

from goldenthread.audit.refusals import Refused
from goldenthread.outcomes.models import Outcome
from goldenthread.outcomes.operations import note_progress, set_outcome
from goldenthread.reviews import minutes
from goldenthread.reviews import operations as reviews
from goldenthread.reviews.meetings import MEETINGS
from goldenthread.reviews.models import Finding
from goldenthread.reviews.states import Kind
from goldenthread.reviews.tests.table import DECEMBER, JUNE

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture(autouse=True)
def the_day_of_the_meeting():
    with time_machine.travel("2026-12-03 10:00"):
        yield


@pytest.fixture
def open_review(table):
    review = table.review()
    table.grace_asked = table.asks(review)
    return review


def address(review, page="meeting"):
    return reverse(f"reviews:{page}", kwargs={"slug": review.school.slug, "pk": review.learner_id, "uuid": review.uuid})


def line(kind, text, who="", number=None, revision=0, had="", due=("", "", "")):
    number = str(number or uuid.uuid4())
    return {"line": number, f"kind-{number}": kind, f"text-{number}": text, f"who-{number}": who,
            f"revision-{number}": revision, f"had-{number}": had} | {
                f"due-{number}_{part}": value for part, value in enumerate(due)}


def together(*rows, **more):
    data = {}
    for row in rows:
        for name, value in row.items():
            if name == "line":
                data.setdefault("line", []).append(value)
            else:
                data[name] = value
    return {"next_on_day": "1", "next_on_month": "4", "next_on_year": "2027"} | data | more


def as_shown(client, review):
    """What a browser would send back of the page as it stands."""
    page = client.get(address(review)).context["page"]
    rows = [line(each.kind, each.text, each.who, each.uuid, each.revision, each.had, each.due)
            for lines in page.lines.values() for each in lines]
    for each in page.judged:
        rows.append({f"how-{each.uuid}": each.state, f"text-{each.uuid}": each.words, f"had-{each.uuid}": each.had})
    for each in page.chairs:
        rows.append({f"had-{each.uuid}": each.had, f"capacity-{each.uuid}": each.capacity}
                    | ({f"came-{each.uuid}": "1"} if each.came else {}))
    return together(*rows)


def test_any_button_saves_everything_on_the_page(table, open_review, client_for):
    outcome, grace = Outcome.objects.get(learner=table.ada, level="term"), table.grace_asked.uuid
    answer = client_for(table.senco).post(address(open_review), together(
        line("working", "She reads aloud.", "family:Grace Okafor"), line("next", "Read to a younger class."),
        line("agreed", "Find a younger class.", str(table.teacher.pk), due=("10", "6", "2027")),
        {f"how-{outcome.uuid}": "met", f"text-{outcome.uuid}": "Every day now.", f"had-{outcome.uuid}": "\n"},
        {f"came-{grace}": "1", f"capacity-{grace}": "contributed", f"had-{grace}": "0|"}, go="working"))
    assert answer.url == f"{address(open_review)}?at=working"
    open_review.refresh_from_db()
    assert [(each.kind, each.text, each.said_by_name, each.owner, each.due_on) for each in
            open_review.findings.all()] == [
        ("working", "She reads aloud.", "Grace Okafor", None, None),
        ("next", "Read to a younger class.", "", None, None),
        ("agreed", "Find a younger class.", "", table.teacher, JUNE)]
    assert open_review.judgements.get().words == "Every day now."
    table.grace_asked.refresh_from_db()
    assert (table.grace_asked.came, table.grace_asked.capacity) == (True, "contributed")
    assert str(open_review.next_on) == "2027-04-01"


def test_family_and_learner_are_given_something_by_name_and_it_is_told_so(table, open_review, client_for):
    people = dict(client_for(table.senco).get(address(open_review)).context["page"].doers)
    assert people[str(table.teacher.pk)] == "Imran Khan"
    assert {"family:Grace Okafor", "learner:Ada"} <= set(people)
    assert not {str(table.parent.pk), str(table.child.pk)} & set(people)


def test_sent_twice_it_is_written_once_and_what_nobody_touched_stays(table, open_review, client_for):
    client, data = client_for(table.senco), together(line("working", "She reads aloud."))
    client.post(address(open_review), data)
    client.post(address(open_review), data)
    found = open_review.findings.get()
    client.post(address(open_review), as_shown(client, open_review))
    found.refresh_from_db()
    assert (found.text, found.revision) == ("She reads aloud.", 1)


def test_an_emptied_line_is_taken_out_but_not_while_somebody_is_writing_in_it(table, open_review, client_for):
    client = client_for(table.senco)
    client.post(address(open_review), together(line("working", "She reads aloud.")))
    data = as_shown(client, open_review)
    found = open_review.findings.get()
    data[f"text-{found.uuid}"] = ""
    assert client.post(address(open_review), data, **JSON).status_code == 200
    assert open_review.findings.exists()
    client.post(address(open_review), data)
    assert not open_review.findings.exists()


def test_what_cannot_be_saved_stays_where_it_was_typed_and_holds_nothing_else_up(table, open_review, client_for):
    answer = client_for(table.senco).post(address(open_review), together(
        line("working", "She reads aloud."), line("agreed", "Find a younger class."),
        line("difference", "Not enough speech therapy.")))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say by when it will be done" in page
    assert "Say who sees it differently" in page
    assert "Find a younger class." in page
    assert "Not enough speech therapy." in page
    assert [each.text for each in open_review.findings.all()] == ["She reads aloud.", "Not enough speech therapy."]


def test_a_difference_of_opinion_is_kept_at_once_and_named_before_the_review_is_concluded(table, open_review,
                                                                                        client_for):
    client = client_for(table.senco)
    answer = client.post(address(open_review), together(line("difference", "Not enough speech therapy.")), **JSON)
    assert (answer.status_code, answer.json()["why"]) == (200, [])
    assert open_review.findings.get().said_by == ""
    page = client.get(address(open_review)).content.decode()
    assert "Say who sees it so before the review is concluded." in page
    reviews.note_who_came(invitation=table.grace_asked, came=True, by=table.senco, on=DECEMBER)
    with pytest.raises(Refused, match="Say who sees it differently: “Not enough"):
        table.concludes(open_review)
    found = open_review.findings.get()
    client.post(address(open_review), as_shown(client, open_review) | {f"who-{found.uuid}": "family:Grace Okafor"})
    assert open_review.findings.get().said_by_name == "Grace Okafor"
    table.concludes(open_review)


def test_a_day_that_is_none_is_said_by_its_line(table, open_review, client_for):
    answer = client_for(table.senco).post(address(open_review), together(
        line("agreed", "Find a younger class.", str(table.teacher.pk), due=("31", "2", "2027"))))
    assert "Enter a real date" in answer.content.decode() or "must be a real date" in answer.content.decode()
    assert not open_review.findings.exists()


def test_a_page_that_saves_itself_is_told_what_each_row_holds_now(table, open_review, client_for):
    client, row = client_for(table.senco), line("working", "She reads")
    said = client.post(address(open_review), together(row), **JSON).json()
    assert said["rows"] == {row["line"]: ["\n--\nShe reads", 1]}
    again = line("working", "She reads aloud.", number=row["line"], revision=1, had="\n--\nShe reads")
    said = client.post(address(open_review), together(again), **JSON).json()
    assert (said["rows"][row["line"]][1], open_review.findings.get().text) == (2, "She reads aloud.")


def test_two_who_write_at_once_do_not_undo_each_other(table, open_review, client_for, senco_team):
    priya, tom = client_for(table.senco), client_for(senco_team)
    priya.post(address(open_review), together(line("working", "She reads aloud.")))
    of_priya, of_tom = as_shown(priya, open_review), as_shown(tom, open_review)
    found = open_review.findings.get()
    of_tom[f"text-{found.uuid}"] = "She reads aloud to Jo."
    tom.post(address(open_review), of_tom)
    assert priya.post(address(open_review), of_priya).status_code == 302  # she changed nothing
    of_priya[f"text-{found.uuid}"] = "She reads aloud at home."
    answer = priya.post(address(open_review), of_priya)
    assert "Tom Reed wrote here meanwhile: “She reads aloud to Jo.”" in answer.content.decode()
    assert "She reads aloud at home." in answer.content.decode()
    found.refresh_from_db()
    assert found.text == "She reads aloud to Jo."


def test_a_judgement_made_meanwhile_is_not_overwritten_unseen(table, open_review, client_for, senco_team):
    outcome = Outcome.objects.get(learner=table.ada, level="term")
    of_priya = as_shown(client_for(table.senco), open_review)
    reviews.judge(review=open_review, outcome=outcome, state="met", by=senco_team, on=DECEMBER)
    assert client_for(table.senco).post(address(open_review), of_priya).status_code == 302
    of_priya[f"how-{outcome.uuid}"] = "at_risk"
    answer = client_for(table.senco).post(address(open_review), of_priya)
    assert "Tom Reed judged this “Met” meanwhile" in answer.content.decode()
    assert open_review.judgements.get().state == "met"
    again = as_shown(client_for(table.senco), open_review) | {f"how-{outcome.uuid}": "at_risk"}
    client_for(table.senco).post(address(open_review), again)
    assert open_review.judgements.get().state == "at_risk"


def test_a_line_of_another_review_is_not_taken_over(table, open_review, client_for):
    other = table.review(kind="interim")
    there = reviews.find(review=other, kind="working", text="Of the other.", by=table.senco, on=DECEMBER)
    client_for(table.senco).post(address(open_review), together(line("working", "Mine.", number=there.uuid)))
    there.refresh_from_db()
    assert (there.text, there.review, open_review.findings.count()) == ("Of the other.", other, 0)


def test_concluded_meanwhile_it_says_by_whom_and_gives_every_word_back(table, client_for, senco_team):
    review = table.held()
    table.concludes(review)
    answer = client_for(senco_team).post(address(review), together(line("next", "Read to a younger class.")))
    assert answer.status_code == 422
    assert "Priya Shah concluded this review on 3 December 2026" in answer.content.decode()
    assert "Read to a younger class." in answer.content.decode()
    assert b'name="go" value="conclude"' not in answer.content


def test_before_its_day_the_page_is_there_to_prepare_with(table, client_for):
    review = table.review(held_on=JUNE, on=DECEMBER)
    answer = client_for(table.senco).get(address(review))
    assert "The meeting is on 10 June 2027" in answer.content.decode()
    assert b"<textarea" not in answer.content


def test_a_teacher_who_does_not_lead_reads_it_and_writes_nothing(table, open_review, client_for):
    client_for(table.senco).post(address(open_review), together(line("working", "She reads aloud.")))
    teacher = client_for(table.teacher)
    assert "She reads aloud." in teacher.get(address(open_review)).content.decode()
    assert teacher.post(address(open_review), together(line("working", "Mine."))).status_code == 404


def test_what_is_worked_on_now_comes_first_and_its_progress_is_beside_it(table, open_review, client_for):
    term = Outcome.objects.get(learner=table.ada, level="term")
    set_outcome(learner=table.ada, level="step", wording="One page to Jo", by=table.senco, on=DECEMBER)
    note_progress(outcome=term, judgement="expected", text="Two pages, no help", by=table.senco, on=DECEMBER)
    answer = client_for(table.senco).get(address(open_review))
    assert [each.outcome.level for each in answer.context["page"].near] == ["step", "term"]
    assert "Two pages, no help" in answer.content.decode()


def test_what_the_family_may_not_read_stands_apart(table, open_review, client_for, monkeypatch):
    said = table.says(table.grace_asked)
    reviews.take_in_many(contributions=said, by=table.senco, on=DECEMBER)
    page = client_for(table.senco).get(address(open_review)).context["heard"][0]
    assert ([each.text for each in page.said], page.private) == (["She reads to me now."], [])
    monkeypatch.setattr(minutes, "audience_of", lambda question: "staff")
    page = client_for(table.senco).get(address(open_review)).context["heard"][0]
    assert (page.said, [each.text for each in page.private]) == ([], ["She reads to me now."])


def test_every_kind_of_meeting_has_its_page_and_an_annual_one_recommends(table, client_for):
    assert set(MEETINGS) == set(Kind.values)
    review = table.review(kind="annual")
    client = client_for(table.senco)
    choice = client.get(address(review)).context["page"].choice
    for text in ("Amend the EHC plan.", "Keep the EHC plan as it is."):
        data = as_shown(client, review)
        row = line("recommendation", text, number=choice.uuid)
        if review.findings.exists():
            data[f"text-{choice.uuid}"] = text
            client.post(address(review), data)
        else:
            client.post(address(review), together(row))
    found = Finding.objects.get(review=review)
    assert (str(found.uuid), found.text) == (choice.uuid, "Keep the EHC plan as it is.")


def test_from_year_9_an_annual_meeting_looks_to_adult_life():
    annual = MEETINGS["annual"]
    assert [each.title for each in annual.prompts_in("9")] == ["Looking ahead to adult life"]
    assert [each.title for each in annual.prompts_in("13")] == ["Looking ahead to adult life"]
    assert annual.prompts_in("8") == annual.prompts_in("") == []
    assert len(annual.prompts_in("9")[0].ask) == 4


def test_the_page_costs_the_same_however_much_is_on_it(table, open_review, client_for, same_queries_however_many):
    client = client_for(table.senco)

    def more(number):
        for _ in range(number):
            reviews.find(review=open_review, kind="agreed", text="Do it.", owner=table.teacher, due_on=JUNE,
                         by=table.senco, on=DECEMBER)
            reviews.find(review=open_review, kind="working", text="It works.", by=table.senco, on=DECEMBER)
            outcome = set_outcome(learner=table.ada, level="term", wording="Another", by=table.senco, on=DECEMBER)
            reviews.judge(review=open_review, outcome=outcome, state="met", by=table.senco, on=DECEMBER)
            asked = table.asks(open_review, name="Aunt", email=f"a{uuid.uuid4()}@home.example")
            table.says(asked)

    more(1)
    client.get(address(open_review))
    assert same_queries_however_many(lambda: client.get(address(open_review)), more) <= 40


def test_progress_from_further_down_stands_by_an_outcome_that_has_none_of_its_own(table, open_review, client_for):
    at_meeting = {"by": table.senco, "on": DECEMBER}
    year = set_outcome(learner=table.ada, level="year", wording="Reads for pleasure", **at_meeting)
    term = set_outcome(learner=table.ada, level="term", wording="Chooses a book", parent=year, **at_meeting)
    note_progress(outcome=term, judgement="ahead", text="She chose two.", **at_meeting)
    page = client_for(table.senco).get(address(open_review)).content.decode()
    card = page.partition("Reads for pleasure</legend>")[2].partition("</fieldset>")[0]
    assert "Further down: " in card
    assert "3 December 2026, Priya Shah" in card
    assert "She chose two." in card
    assert "No progress noted yet." not in card
