"""A thread of more outcomes than make a page: what is shown, what is counted, and that nothing is lost."""

from datetime import date
from types import SimpleNamespace as Thing

import pytest
from django.urls import reverse

from goldenthread.home.tests.test_thread_picture import drawn, knotted, strand
from goldenthread.home.thread import drawing, picture
from goldenthread.home.thread.knots import every
from goldenthread.home.thread.lettering import Lettering
from goldenthread.home.thread.part import MOST, part
from goldenthread.outcomes import operations as outcomes
from goldenthread.outcomes.models import Outcome

TODAY = date(2026, 9, 7)


def long():
    """Eight terms under a year, with eight steps each: more than make a page."""
    terms = [strand("term", *(strand("step") for _ in range(8))) for _ in range(8)]
    return knotted(strand("aspiration", strand("year", *terms)))


def shown(found):
    return [knot.outcome.uuid for knot in every(found.trees)]


def test_of_a_long_thread_what_is_furthest_down_is_counted_where_it_leads():
    found = part(long())
    assert [knot.more for knot in every(found.trees)] == ["", "", *["8 more lead to it"] * 8]
    assert (len(found.all), found.folded) == (74, 64)


def test_a_branch_shows_what_was_folded_away_and_where_it_hangs():
    trees = long()
    term = trees[0].children[0].children[3]
    found = part(trees, str(term.outcome.uuid))
    assert [knot.level for knot in found.trail] == ["aspiration", "year", "term"]
    assert found.trees == [term]
    assert found.folded == 0


def test_a_thread_that_fits_is_shown_whole_and_so_is_one_whose_branch_is_not_there():
    trees = knotted(strand("aspiration", strand("term"), strand("term")))
    assert part(trees).trees == part(trees, "none such").trees == trees


@pytest.mark.parametrize("branch", [True, False])
def test_a_row_that_is_too_long_is_turned_over(branch):
    row = [strand("term", strand("step")) for _ in range(MOST + 1)]
    trees = knotted(strand("aspiration", *row)) if branch else knotted(*row)
    uuid = str(trees[0].outcome.uuid) if branch else ""
    first, second = (part(trees, uuid, page) for page in ("1", "2"))
    assert (len(shown(first)), len(shown(second))) == (MOST + branch, 2 + branch)
    assert first.page.paginator.num_pages == 2


def test_every_outcome_is_on_some_page_that_a_link_leads_to():
    """Whatever the shape: followed from the top, the links and the pages lead to all of it."""
    row = [strand("year", *(strand("term", *(strand("step") for _ in range(3))) for _ in range(12))) for _ in range(9)]
    trees = knotted(strand("aspiration", *row), *(strand("step") for _ in range(MOST)))
    seen, to_open = set(), [""]
    while to_open:
        branch = to_open.pop()
        first = part(trees, branch)
        for number in first.page.paginator.page_range:
            found = part(trees, branch, str(number))
            assert len(shown(found)) <= MOST + 1
            seen.update(shown(found))
            to_open += [str(knot.outcome.uuid) for knot in every(found.trees) if knot.folded]
    assert seen == {knot.outcome.uuid for knot in every(trees)}


def test_a_card_has_room_for_what_it_counts():
    (knot,) = knotted(strand("term"))
    few = picture.height(knot, 200, Lettering())
    knot.folded = 1
    assert knot.more == "1 more leads to it"
    assert few < picture.height(knot, 200, Lettering())


def test_words_are_words_wherever_they_stand():
    nasty = "<b>&\"'"
    number = Thing(value=2, shown=nasty)
    made = strand("term", wording=nasty, measure=number, baseline="1" + nasty, target="3" + nasty)
    html = drawing.cards(drawn(made)) + drawing.strands(knotted(made), "/h/", "?branch=")
    assert nasty not in html
    assert html.count("&lt;b&gt;&amp;&quot;&#x27;") == 7


@pytest.fixture
def ada_s_many(ada, senco):
    """Seven years under a hope, with ten terms each."""
    (hope,) = outcomes.set_many(by=senco, on=TODAY, outcomes=[Outcome(learner=ada, level="aspiration", wording="Hope")])
    years = outcomes.set_many(by=senco, on=TODAY, outcomes=[
        Outcome(learner=ada, level="year", wording=f"Year {number}", parent=hope, measure="Jo") for number in range(7)])
    return outcomes.set_many(by=senco, on=TODAY, outcomes=[
        Outcome(learner=ada, level="term", wording=f"Term {number}", parent=years[number % 7]) for number in range(70)])


def test_the_page_counts_what_it_folds_away_and_a_link_opens_it(ada, ada_s_many, senco, client_for):
    client, at = client_for(senco), reverse("home:thread", kwargs={"slug": "larkrise", "pk": ada.pk})
    last = ada_s_many[69]
    page = client.get(at).content.decode()
    assert "A long thread: 70 further down are folded away" in page
    assert f'id="knot-{last.uuid}"' not in page
    assert f'href="?branch={last.parent.uuid}">10 more lead to it' in page
    opened = client.get(f"{at}?branch={last.parent.uuid}").content.decode()
    assert f'<li id="knot-{last.uuid}"' in opened
    assert f'href="#knot-{last.uuid}"' in opened
    assert 'href="?">The whole thread' in opened
    assert "10 gaps in the thread" in opened


def test_of_many_gaps_the_first_are_named_on_top_and_lead_to_where_they_are(ada, ada_s_many, senco, client_for):
    at = reverse("home:thread", kwargs={"slug": "larkrise", "pk": ada.pk})
    page = client_for(senco).get(at).content.decode()
    assert "70 gaps in the thread" in page
    assert "Show 10 more" in page
    assert f'href="?branch={ada_s_many[0].uuid}"' in page


def test_what_is_over_stays_shown_on_the_way_into_a_branch(ada, ada_s_many, senco, client_for):
    outcomes.close(outcome=ada_s_many[0], result="met", by=senco, on=TODAY)
    at = reverse("home:thread", kwargs={"slug": "larkrise", "pk": ada.pk})
    page = client_for(senco).get(f"{at}?closed=show").content.decode()
    assert f'href="?closed=show&amp;branch={ada_s_many[0].parent.uuid}"' in page


@pytest.mark.parametrize("branch", [True, False])
def test_a_thread_of_two_hundred_is_light(ada, senco, client_for, branch):
    """Style, script and fonts weigh 80 kB, and everything 150 at most."""
    above, everything = [None], []
    for level, count in (("aspiration", 2), ("key_stage", 8), ("year", 30), ("term", 60), ("step", 100)):
        above = outcomes.set_many(by=senco, on=TODAY, outcomes=[
            Outcome(learner=ada, level=level, parent=above[number % len(above)], baseline="2 words", target="10 words",
                    wording=f"By then Ada reads {number} words to somebody she does not know, without any help")
            for number in range(count)])
        everything += above
    page = reverse("home:thread", kwargs={"slug": "larkrise", "pk": ada.pk})
    asked = f"{page}?branch={everything[2].uuid}" if branch else page
    assert len(client_for(senco).get(asked).content) <= 70_000
