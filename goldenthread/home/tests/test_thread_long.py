"""A thread of more outcomes than make a picture: what is drawn, what is counted, and that nothing is lost."""

from datetime import date
from types import SimpleNamespace as Thing

import pytest
from django.urls import reverse

from goldenthread.home.tests.test_thread_picture import drawn, knotted, strand
from goldenthread.home.thread import drawing, picture
from goldenthread.home.thread.lettering import Lettering
from goldenthread.outcomes import operations as outcomes
from goldenthread.outcomes.models import Outcome

TODAY = date(2026, 9, 7)


def long():
    """Eight terms under a year, with eight steps each: more than make a picture."""
    terms = [strand("term", *(strand("step") for _ in range(8))) for _ in range(8)]
    return strand("aspiration", strand("year", *terms))


def test_of_a_long_thread_what_is_furthest_down_is_counted_where_it_leads():
    found = drawn(long())
    assert [name for _, name in found.heads] == ["Aspiration", "End of year", "This term"]
    assert [card.more for card in found.cards] == ["", "", *["8 more lead to it"] * 8]
    assert found.left_out == 64


def test_all_of_it_is_drawn_where_that_is_asked_for():
    found = picture.draw(knotted(long()), Lettering(), whole=True)
    assert (len(found.cards), found.left_out) == (74, 0)


def test_a_thread_of_one_level_is_drawn_however_long():
    assert len(drawn(*(strand("term") for _ in range(picture.MANY + 1))).cards) == picture.MANY + 1


def test_a_card_has_room_for_what_it_counts():
    (knot,) = knotted(strand("term"))
    few, more = (picture.height(knot, 200, Lettering(), text) for text in ("", "1 more leads to it"))
    assert few < more


def test_words_are_words_wherever_they_stand():
    nasty = "<b>&\"'"
    number = Thing(value=2, shown=nasty)
    made = strand("term", wording=nasty, measure=number, baseline="1" + nasty, target="3" + nasty)
    html = drawing.cards(drawn(made)) + drawing.strands(knotted(made), "/h/")
    assert nasty not in html
    assert html.count("&lt;b&gt;&amp;&quot;&#x27;") == 7


@pytest.fixture
def ada_s_many(ada, senco):
    (hope,) = outcomes.set_many(by=senco, on=TODAY, outcomes=[Outcome(learner=ada, level="aspiration", wording="Hope")])
    return outcomes.set_many(by=senco, on=TODAY, outcomes=[
        Outcome(learner=ada, level="term", wording=f"Term {number}", parent=hope) for number in range(70)])


def test_the_page_says_what_the_picture_leaves_out_and_the_list_has_all(ada, ada_s_many, senco, client_for):
    at = reverse("home:thread", kwargs={"slug": "larkrise", "pk": ada.pk})
    page = client_for(senco).get(at).content.decode()
    assert "The picture leaves out 70 further down" in page
    assert "70 more lead to it" in page
    assert all(f'<li id="knot-{outcome.uuid}"' in page for outcome in ada_s_many)
    assert f'href="#knot-{ada_s_many[69].uuid}"' not in page
    whole = client_for(senco).get(f"{at}?picture=whole").content.decode()
    assert "The picture leaves out" not in whole
    assert f'href="#knot-{ada_s_many[69].uuid}"' in whole


def test_of_many_gaps_the_first_are_named_on_top_and_each_at_its_place(ada, ada_s_many, senco, client_for):
    at = reverse("home:thread", kwargs={"slug": "larkrise", "pk": ada.pk})
    page = client_for(senco).get(at).content.decode()
    assert "70 gaps in the thread" in page
    assert "Show 15 more" in page
    change = reverse("outcomes:change", kwargs={"slug": "larkrise", "pk": ada.pk, "uuid": ada_s_many[69].uuid})
    assert page.count(f'href="{change}#id_measure"') == 1
