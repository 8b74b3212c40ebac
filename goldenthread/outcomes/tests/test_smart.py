"""Hints while one writes an outcome: a table of what is said about what."""

from datetime import date

import pytest

from goldenthread.outcomes.smart import hints

DUE = date(2026, 12, 18)
CLEAR = "Asks a friend to play at break on three days of a week"


def said(wording=CLEAR, measure="Jo notes it at break", target="", due_on=DUE, level="", starts_on=None):
    return [hint.kind for hint in hints(wording, measure, target, due_on, level, starts_on)]


@pytest.mark.parametrize(("given", "kinds"), [
    ({}, []),
    ({"due_on": None}, ["date"]),
    ({"starts_on": DUE}, ["date"]),
    ({"starts_on": date(2026, 12, 17)}, []),
    ({"measure": ""}, ["measure"]),
    ({"measure": "  \n "}, ["measure"]),
    ({"measure": "Teacher observation."}, ["measure"]),
    ({"measure": "Ongoing"}, ["measure"]),
    ({"measure": "Observation of two break times a week"}, []),
    ({"wording": "Improve his reading"}, ["specific"]),
    ({"wording": "IMPROVE his reading"}, ["specific"]),
    ({"wording": "Improve his reading", "target": "60 words a minute"}, []),
    ({"wording": "Improves her reading to a page without help"}, []),
    ({"wording": "Reads more"}, ["specific"]),
    ({"wording": "Reads the labels in the cloakroom"}, []),
    ({"wording": "Receives three hours of speech therapy a week"}, ["specific"]),
    ({"wording": "Attends a lunch club every Tuesday of the term"}, ["specific"]),
    ({"wording": "Improve", "measure": "", "due_on": None}, ["specific", "measure", "date"]),
    ({"wording": ""}, []),
    ({"wording": "   ", "measure": "", "due_on": None}, []),
    ({"wording": "Work with animals", "measure": "", "due_on": None, "level": "aspiration"}, []),
    ({"wording": "Work with animals", "measure": "", "due_on": None, "level": "year"},
     ["specific", "measure", "date"]),
])
def test_what_is_said_about_what(given, kinds):
    assert said(**given) == kinds


def test_a_hint_names_the_word_and_the_box_it_is_about():
    vague, measure, date_ = hints("To be supported to develop friendships", "", "", None)
    assert "“be supported” says what is given" in vague.text
    assert [hint.field for hint in (vague, measure, date_)] == ["wording", "measure", "due_on"]


def test_the_longest_words_of_a_phrase_are_named():
    (hint,) = hints("Makes progress in reading", "Jo counts", "", DUE)
    assert "“makes progress”" in hint.text


def test_very_long_words_are_read_in_no_time():
    assert hints("word " * 20_000, "x" * 100_000, "", DUE) == []
