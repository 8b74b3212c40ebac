"""Where the cards of a thread hang: pure, from strands to pixels."""

import uuid
from datetime import date
from itertools import pairwise
from types import SimpleNamespace as Thing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.home.thread import knots, picture
from goldenthread.home.thread.lettering import WIDENS, Lettering
from goldenthread.outcomes.gaps import Gap
from goldenthread.outcomes.levels import DEPTH, LEVELS
from goldenthread.outcomes.models import Outcome

PLAIN = Lettering()


def strand(level, *children, wording="Reads ten words", gaps=(), measure=None, latest=None, below=None, **more):
    outcome = Outcome(uuid=uuid.uuid4(), level=level, wording=wording, **more)
    return Thing(outcome=outcome, children=children, latest=latest, latest_below=below, measure=measure, gaps=gaps)


def knotted(*strands, closed=True):
    return knots.knots(strands, lambda outcome, gap: knots.Mend(gap.words), closed=closed)


def drawn(*strands, lettering=PLAIN):
    return picture.draw(knotted(*strands), lettering)


def test_a_first_child_hangs_level_with_its_parent_and_the_next_below():
    found = drawn(strand("aspiration", strand("term"), strand("term")))
    hope, first, second = found.cards
    assert hope.y == first.y < second.y
    assert hope.x < first.x == second.x
    assert ("thread", f"M{hope.x + hope.width} {hope.y}H{first.x}") in found.lines


def test_there_is_a_column_for_each_level_that_is_there_and_no_other():
    found = drawn(strand("aspiration", strand("step")))
    assert [name for _, name in found.heads] == ["Aspiration", "Next step"]
    assert found.width <= picture.WIDTH + 2


def test_five_levels_fit_a_desk_without_scrolling():
    levels = list(LEVELS)
    whole = strand(levels[-1])
    for level in reversed(levels[:-1]):
        whole = strand(level, whole)
    assert drawn(whole).width <= picture.WIDTH + 2


@pytest.mark.parametrize("font", ["", *WIDENS])
def test_more_words_make_a_higher_card_and_a_wider_font_too(font):
    short, long = (drawn(strand("term", wording="Reads " * n), lettering=Lettering(font)).cards[0].height
                   for n in (3, 30))
    assert short < long


def test_what_leads_to_nothing_hangs_from_a_loose_end_but_a_hope_does_not():
    assert [kind for kind, _ in drawn(strand("term")).lines] == ["loose", "thread"]
    assert [kind for kind, _ in drawn(strand("aspiration")).lines] == ["thread"]


def test_the_thread_is_not_gold_where_nothing_came_of_it():
    over = {"closed_on": date(2026, 9, 1)}
    assert drawn(strand("aspiration", state="stopped", **over)).lines[0][0] == "ended"
    assert drawn(strand("aspiration", state="met", **over)).lines[0][0] == "thread"


def test_nothing_to_draw_is_an_empty_picture():
    assert picture.draw([], PLAIN).cards == []
    assert not picture.draw([], PLAIN).fits_a_sheet


def test_a_small_thread_fits_a_sheet_and_a_long_one_does_not():
    assert drawn(strand("aspiration", strand("term"))).fits_a_sheet
    assert not drawn(strand("aspiration", *(strand("term") for _ in range(20)))).fits_a_sheet


@st.composite
def trees(draw, above=-1):
    level = draw(st.sampled_from([level for level in LEVELS if DEPTH[level] > above]))
    most = 3 if DEPTH[level] < 4 else 0
    children = draw(st.lists(trees(above=DEPTH[level]), max_size=most)) if most else []
    words = draw(st.sampled_from(["Reads", "Asks to play " * 6, "W" * 90]))
    gaps = (Gap("no_measure", "Nothing says how."),) * draw(st.integers(0, 2))
    return strand(level, *children, wording=words, gaps=gaps)


@given(st.lists(trees(), max_size=3))
def test_no_two_cards_overlap_and_no_line_crosses_a_card(strands):
    found = drawn(*strands)
    for column in {card.x for card in found.cards}:
        mine = sorted((card.y, card.y + card.height) for card in found.cards if card.x == column)
        assert all(foot < top for (_, foot), (top, _) in pairwise(mine))
    assert all(card.y + card.height <= found.height for card in found.cards)
    for line in found.lines:
        assert not any(crosses(line[1], card) for card in found.cards)


def crosses(path, card):
    """Whether the straight end of a line runs through a card rather than along its top."""
    *_, last = path.split(" ")
    y, end = (int(number) for number in last.split("H"))
    start = int(path.rsplit("Q", 1)[1].split(" ")[2]) if "Q" in path else int(path[1:].split(" ")[0])
    return card.y < y < card.y + card.height and start < card.x + card.width and end > card.x


@pytest.mark.parametrize(("baseline", "target", "value", "at"), [
    ("2 words", "10 words", 6, "50%"), ("20", "10", 15, "50%"), ("0 days", "3 days", 9, "100%"),
    ("0 days", "3 days", None, ""), ("1.5", "2,5", 2, "50%")])
def test_numbers_stand_on_a_line_with_a_bead_where_it_is_now(baseline, target, value, at):
    now = Thing(value=value, shown=str(value)) if value is not None else None
    scale = knots.scale(strand("term", baseline=baseline, target=target, measure=now, unit="days"))
    assert (scale.start_text, scale.end_text, scale.at) == (baseline, target, at)
    assert scale.now_text == (f"{value} days" if now else "")


@pytest.mark.parametrize(("baseline", "target"), [
    ("", "10"), ("A few", "10 words"), ("3", "3"), ("2 words of the first hundred", "10"), ("10", "")])
def test_words_are_no_numbers(baseline, target):
    assert knots.scale(strand("term", baseline=baseline, target=target)) is None


def test_how_it_goes_is_told_from_further_down_where_nothing_was_noted_here():
    note = Thing(judgement_name="As expected", on=date(2026, 9, 7))
    assert knots.latest(strand("term", latest=note)) == "As expected, 7\xa0September\xa02026"
    assert knots.latest(strand("term", below=note)) == "Further down: as expected, 7\xa0September\xa02026"
    assert knots.latest(strand("term")) == ""


def test_words_lose_their_markdown_and_nothing_else():
    assert knots.plain("Reads **ten** words\n- one\n- *two* & <b>") == "Reads ten words one two & <b>"


@pytest.mark.parametrize(("text", "room", "lines"), [
    ("", 100, 1), ("Reads", 100, 1), ("Reads ten words", 60, 3), ("W" * 40, 100, 7), ("7\xa0September\xa02026", 60, 3)])
def test_lines_are_counted_as_they_break(text, room, lines):
    assert PLAIN.lines(text, room, 16) == lines
