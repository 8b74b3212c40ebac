"""Needs saved in two windows at once."""

import pytest

from goldenthread.learners.merging import merged


def box(type: str, description: str = "", uuid: str = "") -> dict[str, str]:
    return {"type": type, "area": "", "description": description, "uuid": uuid}


A, B = box("SPLD", "Reading", "a"), box("SLCN", "Talking", "b")
NEW_A, NEW_B, OUT_B = {**A, "description": "Spelling"}, {**B, "description": "Signs"}, {**B, "type": ""}
NOTHING, HI = box(""), box("HI", "Left ear", "h")


@pytest.mark.parametrize(("what", "sent", "theirs", "held"), [
    ("nothing changed", [(A, A), (B, B)], [A, B], [A, B]),
    ("they changed one, I the other", [(A, A), (B, NEW_B)], [NEW_A, B], [NEW_A, NEW_B]),
    ("both changed the same box", [(A, NEW_A)], [{**A, "description": "Maths"}], [NEW_A]),
    ("they took out what I left", [(A, A), (B, B)], [A], [A]),
    ("they took out what I changed", [(A, A), (B, NEW_B)], [A], [A, {**NEW_B, "uuid": ""}]),
    ("I took out what they left", [(A, A), (B, OUT_B)], [A, B], [A, OUT_B]),
    ("I took out what they changed", [(A, A), (B, OUT_B)], [A, NEW_B], [A, {**NEW_B, "type": ""}]),
    ("they added one", [(A, A), (NOTHING, NOTHING)], [A, HI], [A, HI]),
    ("I added one", [(A, A), (NOTHING, box("VI"))], [A], [A, box("VI")]),
    ("both added the same", [(NOTHING, box("HI", "Both ears"))], [HI], [{**HI, "description": "Both ears"}]),
    ("both added the same, mine without words", [(NOTHING, box("HI"))], [HI], [HI]),
    ("they put theirs first", [(A, A), (B, B)], [B, A], [B, A]),
])  # fmt: skip
def test_a_box_left_alone_takes_theirs_and_a_changed_one_keeps_mine(what, sent, theirs, held):
    assert merged(sent, theirs) == held, what
