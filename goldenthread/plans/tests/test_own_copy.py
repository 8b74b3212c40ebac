"""A learner's own copy says plainly which words are theirs and which a grown-up's."""

from dataclasses import replace

import pytest

from goldenthread.plans.document import Document, Section
from goldenthread.plans.rendering.pdf import render_pdf
from goldenthread.plans.rendering.whose import said_by_whom
from goldenthread.plans.tests.samples import MAY, entry, outcome, plan
from goldenthread.plans.tests.test_pdf import PHOTOS, on_screen, pages

AREA = "Communication and interaction"


def copy(**meta) -> Document:
    said = (entry("entry:1", "I like dogs"),
            entry("entry:2", "She works hard", said_by="staff", said_by_name="Mr Khan"),
            entry("entry:3", "She sleeps well", said_by="family", said_by_name="Grace, mum"))
    sections = (Section("words", "Words", "", "entries", nodes=said),
                Section("targets", "Targets", "", "outcomes", nodes=(outcome("outcome:1", "Ask a question"),)))
    return replace(plan(), sections=sections).for_reader(MAY["learner"].__contains__).with_meta(**meta)


@pytest.mark.parametrize("drawn", [on_screen, lambda document: " ".join(pages(render_pdf(document, PHOTOS)))])
def test_it_says_which_words_are_a_grown_ups_on_screen_and_on_paper(drawn):
    own, staffs = (" ".join(drawn(copy(**meta)).split()) for meta in ({"own": True}, {}))
    for words in ("Ada, own words", "Mr Khan wrote this", "Grace said this"):
        assert words in own
    assert "wrote this" not in staffs
    assert "Mr Khan, school staff" in staffs


def test_an_area_of_need_is_no_word_for_a_child():
    assert AREA in on_screen(copy())
    assert AREA not in on_screen(copy(own=True))


def test_where_a_grown_ups_words_were_filed_is_no_matter_for_a_child():
    teachers = entry("entry:1", "She works hard", said_by="staff", said_by_name="Imran Khan", written_by="Imran Khan",
                     source="Comment, Teacher", how_gathered="In class")
    document = replace(plan(), sections=(Section("words", "Words", "", "entries", nodes=(teachers,)),))
    own, staffs = (" ".join(on_screen(document.with_meta(**meta)).split()) for meta in ({"own": True}, {}))
    assert "Imran Khan, your teacher, wrote this 1 September 2026" in own
    assert "source: Comment, Teacher" in staffs


@pytest.mark.parametrize(("said", "words"), [
    ({"said_by": "staff", "source": "Comment, Teacher"}, "Your teacher wrote this"),
    ({"said_by": "staff", "said_by_name": "Jo", "written_by": "Tom", "source": "Comment, Teacher"}, "Jo wrote this"),
    ({"said_by": "professional", "said_by_name": "Helen Cross", "source_kind": "document", "source": "Report"},
     "Helen Cross wrote this in a report"),
])
def test_a_child_is_told_in_a_sentence_who_wrote_it(said, words):
    assert said_by_whom(said) == words


@pytest.mark.parametrize(("voice", "said"), [
    ("family", "Your family said this"), ("staff", "Somebody at your school wrote this"),
    ("professional", "Somebody who helps you wrote this"), ("learner", "The learner, own words")])
def test_somebody_without_a_name_is_said_to_be_who_they_are_to_the_child(voice, said):
    assert said_by_whom({"said_by": voice}) == said
