"""Today's list: a group's targets, each with one press, all in one save."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from goldenthread.audit.models import Reading
from goldenthread.learners.models import Group
from goldenthread.learners.operations import Joiner, enrol
from goldenthread.outcomes import operations, queries, today
from goldenthread.outcomes.models import Measure, Outcome, ProgressNote
from goldenthread.story.tests.cast import DAY, granted, learner


def address(cast, who=""):
    return reverse("outcomes:today", kwargs={"slug": cast.school.slug}) + (f"?who={who}" if who else "")


def target(cast, wording="Reads ten words", level="term", by=None, **more):
    more = {"learner": cast.ada, **more}
    return operations.set_outcome(level=level, wording=wording, by=by or cast.priya, on=DAY, **more)


def tutor_group(cast):
    return Group.objects.get(school=cast.school, name="5K").pk


def posted(*rows, key=None):
    """Rows as (outcome, how, text, value)."""
    data = {"uuid": key or uuid.uuid4()}
    for outcome, how, *more in rows:
        text, value = (*more, "", "")[:2]
        data |= {f"how-{outcome.uuid}": how, f"text-{outcome.uuid}": text, f"value-{outcome.uuid}": value}
    return data


def test_an_assistant_finds_those_they_work_with_and_saves_them_all_at_once(cast, client_for):
    one, two = target(cast), target(cast, "Joins in a game", unit="minutes")
    client = client_for(cast.jo)
    page = client.get(address(cast)).content.decode()
    for words in ("Ada Okafor", "Reads ten words", "Joins in a game", "As expected", "Minutes"):
        assert words in page
    page = client.post(address(cast), posted((one, "expected"), (two, "ahead", "Four!", "7.5")), follow=True)
    assert "Saved: 2 targets of 1 learner noted." in page.content.decode()
    assert sorted(ProgressNote.objects.values_list("judgement", "text", "by__name")) == [
        ("ahead", "Four!", "Jo Bell"), ("expected", "", "Jo Bell")]
    assert Measure.objects.get().shown == "7.5"


def test_a_second_press_changes_nothing_and_other_words_are_another_note(cast, client_for):
    one, key, client = target(cast), uuid.uuid4(), client_for(cast.jo)
    for _ in range(2):
        page = client.post(address(cast), posted((one, "expected"), key=key), follow=True).content.decode()
    assert "saved already" in page
    client.post(address(cast), posted((one, "behind", "Tired"), key=key))
    assert sorted(ProgressNote.objects.values_list("judgement", flat=True)) == ["behind", "expected"]


def test_what_is_pressed_and_not_saved_is_kept_and_comes_back_on_its_own_list_alone(cast, client_for):
    one, client = target(cast), client_for(cast.jo)
    kept = client.post(address(cast), posted((one, "behind", "Half a sent")) | {"later": "1"})
    assert (kept.status_code, ProgressNote.objects.count()) == (200, 0)
    page = client.get(address(cast)).content.decode()
    assert "is here again" in page
    assert 'value="Half a sent"' in page
    assert 'value="behind" checked' in page
    for elsewhere in (client.get(address(cast, tutor_group(cast))), client_for(cast.khan).get(address(cast))):
        assert "Half a sent" not in elsewhere.content.decode()


def test_what_is_kept_goes_once_it_is_saved_or_emptied_and_stays_where_it_is_held_back(cast, client_for):
    one, two, client = target(cast), target(cast, "Counts", unit="words"), client_for(cast.jo)
    rows = posted((one, "expected", "Fine"), (two, "behind", "", "a lot"))
    client.post(address(cast), rows | {"later": "1"})
    client.post(address(cast), rows)  # whose answer may be lost on the way
    page = client.get(address(cast)).content.decode()
    assert 'value="a lot"' in page
    assert 'value="Fine"' not in page
    client.post(address(cast), posted() | {"later": "1"})
    assert "is here again" not in client.get(address(cast)).content.decode()


def test_a_partly_wrong_form_saves_what_is_right_and_holds_the_rest_with_everything_typed(cast, client_for):
    one, two, three = target(cast), target(cast, "Counts", unit="words"), target(cast, "Waits for a turn")
    reply = client_for(cast.jo).post(address(cast), posted(
        (one, "expected", "Well done"), (two, "behind", "", "a lot"), (three, "", "Only words")))
    page = reply.content.decode()
    assert reply.status_code == 422
    assert "Saved: 1 target of 1 learner noted." in page
    assert "2 rows are not saved yet" in page
    for words in ("Write a number in figures", "Choose how it is going."):
        assert words in page
    assert f'href="#row-{two.uuid}"' in page
    for typed in ('value="a lot"', 'value="Only words"', f'id="how-{two.uuid}-behind" name="how-'):
        assert typed in page
    assert 'value="Well done"' not in page
    assert ProgressNote.objects.get().outcome == one
    reply = client_for(cast.jo).post(address(cast), posted((three, "", "Only words")))
    assert "1 row is not saved yet" in reply.content.decode()
    assert ProgressNote.objects.count() == 1


def test_everybody_is_no_choice_where_they_are_too_many_for_one_list(cast, client_for, monkeypatch):
    target(cast)
    client = client_for(cast.jo)
    assert "Everybody I work with" in client.get(address(cast)).content.decode()
    monkeypatch.setattr(today, "MOST", 0)
    assert "Everybody I work with" not in client.get(address(cast)).content.decode()


def test_whoever_changes_their_mind_on_the_day_is_taken_at_their_last_word(cast, client_for):
    one = target(cast)
    for judgement in ("behind", "expected"):
        operations.note_progress(outcome=one, judgement=judgement, by=cast.jo, on=DAY)
    assert [(note.judgement, note.changed) for note in queries.notes(one)] == [("expected", False), ("behind", True)]
    kwargs = {"slug": cast.school.slug, "pk": cast.ada.pk, "uuid": one.uuid}
    page = client_for(cast.jo).get(reverse("outcomes:history", kwargs=kwargs)).content.decode()
    assert page.count("Changed later that day") == 1


def test_an_outcome_closed_while_the_list_lay_open_comes_back_with_its_words(cast, client_for):
    one = target(cast)
    operations.close(outcome=one, result="met", by=cast.priya, on=DAY)
    page = client_for(cast.jo).post(address(cast), posted((one, "expected", "CNRY kept"))).content.decode()
    assert "This outcome is closed" in page
    assert 'value="CNRY kept"' in page


def test_words_for_a_learner_no_longer_seen_are_given_back_and_name_nobody(cast, client_for):
    hidden = target(cast, "CNRY-leo", learner=cast.leo)
    page = client_for(cast.jo).post(address(cast), posted((hidden, "expected", "My words"))).content.decode()
    assert "My words" in page
    for canary in ("CNRY-leo", "Leo"):
        assert canary not in page
    assert not ProgressNote.objects.exists()


def test_nothing_chosen_is_said(cast, client_for):
    one = target(cast)
    reply = client_for(cast.jo).post(address(cast), posted((one, "")))
    assert reply.status_code == 422
    assert "Nothing is chosen yet" in reply.content.decode()


def test_the_list_shows_the_nearest_targets_that_the_member_may_read(cast, client_for):
    term = target(cast, "The term")
    target(cast, "The step", "step", parent=term)
    target(cast, "The year", "year")
    target(cast, "CNRY-secret", audience="senco")
    target(cast, "CNRY-proposed", by=cast.helen, audience="everyone")
    page = client_for(cast.jo).get(address(cast)).content.decode()
    assert "The step" in page
    for words in ("The term", "The year", "CNRY-secret", "CNRY-proposed"):
        assert words not in page


def test_a_hidden_step_does_not_hide_what_it_leads_to(cast, client_for):
    term = target(cast, "The term")
    target(cast, "CNRY-step", "step", parent=term, audience="senco")
    assert "The term" in client_for(cast.jo).get(address(cast)).content.decode()


def test_the_senco_chooses_a_group_first(cast, client_for):
    target(cast, "For Ada")
    target(cast, "For Leo", learner=cast.leo)
    enrol(school=cast.school, by=cast.priya, on=DAY, rows=[
        Joiner(dob=date(2015, 3, 14), legal_first="Bo", legal_last="Hill", nc_year="6", tutor_group="6B")])
    client = client_for(cast.priya)
    page = client.get(address(cast)).content.decode()
    assert "Choose a group" in page
    page = client.get(address(cast, tutor_group(cast))).content.decode()
    for words in ("5K (2)", "For Ada", "For Leo"):
        assert words in page


def test_a_group_shows_only_those_of_it_that_the_member_sees(cast, client_for):
    target(cast, "For Ada")
    target(cast, "CNRY-leo", learner=cast.leo)
    page = client_for(cast.jo).get(address(cast, tutor_group(cast))).content.decode()
    assert "For Ada" in page
    for canary in ("CNRY-leo", "Leo"):
        assert canary not in page


def test_opening_the_list_is_reading_and_is_kept(cast, client_for):
    target(cast)
    client_for(cast.jo).get(address(cast))
    assert list(Reading.objects.values_list("member_id", "learner_id")) == [(cast.jo.pk, cast.ada.pk)]


def test_another_childs_name_is_pointed_out(cast, client_for):
    page = client_for(cast.jo).post(address(cast), posted((target(cast), "ahead", "With Leo Nguyen")), follow=True)
    assert "This names Leo Nguyễn" in page.content.decode()


@pytest.mark.parametrize("who", ["helen", "grace", "dev", "nia"])
def test_it_is_not_for_others(cast, client_for, who):
    assert client_for(getattr(cast, who)).get(address(cast)).status_code == 404


def class_of(cast, count):
    children = [learner(cast.priya, f"Child{number}", "Smith") for number in range(count)]
    for child in children:
        granted(child, [cast.jo], by=cast.priya)
    return operations.set_many(by=cast.priya, on=DAY, outcomes=[
        Outcome(learner=child, level="term", wording="Reads ten words", unit="words") for child in children])


def test_thirty_learners_are_saved_in_fifteen_questions(cast, client_for, django_assert_max_num_queries):
    targets, client = class_of(cast, 30), client_for(cast.jo)
    client.get(address(cast))
    data = posted(*[(one, "expected", "Nine of ten", "9") for one in targets])
    client.post(address(cast), data | {"later": "1"})
    with django_assert_max_num_queries(15):
        client.post(address(cast), data)
    assert (ProgressNote.objects.count(), Measure.objects.count()) == (30, 30)


def test_it_costs_the_same_for_two_learners_and_for_many(cast, client_for, same_queries_however_many):
    client = client_for(cast.jo)

    def make(count):
        class_of(cast, count)
        client.get(address(cast))  # notes who was read, once in a quarter of an hour

    assert same_queries_however_many(lambda: client.get(address(cast)), make) <= 15


def test_two_of_one_name_are_told_apart_by_full_name_and_class(cast, client_for):
    row = Joiner(dob=date(2015, 9, 2), legal_first="Adaeze", legal_last="Okafor", preferred_first="Ada", nc_year="5",
                 tutor_group="5L")
    other = enrol(school=cast.school, rows=[row], by=cast.priya, on=DAY)[0]
    granted(other, [cast.jo], by=cast.priya)
    target(cast), target(cast, learner=other)
    page = client_for(cast.jo).get(address(cast)).content.decode()
    assert 'visually-hidden">Ada Okafor, 5K: </span>Reads ten words' in page
    assert 'visually-hidden">Adaeze Okafor, 5L: </span>Reads ten words' in page
    assert ">Adaeze Okafor, 5L</a></h2>" in page
