"""What two people made of one text stands together: each line that both have once, and nothing of either lost."""

import pytest

from goldenthread.story.merging import together

LIST = "- reads\n- writes\n- draws"
TABLE = [
    # what it is, theirs, mine, before, together
    ("nothing in common", "Tom’s", "Mine", "", "Tom’s\n\nMine"),
    ("both began anew", "Tom’s", "Mine", "Before", "Tom’s\n\nMine"),
    ("one holds the other", "Reads ten", "Reads ten words", "Reads", "Reads ten words"),
    ("the other holds the one", "Reads ten words", "Reads ten", "Reads", "Reads ten words"),
    ("nothing typed", "Tom’s", "", "", "Tom’s"),
    ("each added a line at the end", f"{LIST}\n- t", f"{LIST}\n- m", LIST, f"{LIST}\n- t\n- m"),
    ("the same where nobody knows what it was", f"{LIST}\n- t", f"{LIST}\n- m", "", f"{LIST}\n- t\n- m"),
    ("each added a line at the beginning", f"- t\n{LIST}", f"- m\n{LIST}", LIST, f"- t\n\n- m\n{LIST}"),
    ("one above, one below", f"{LIST}\n- t", f"- m\n{LIST}", LIST, f"- m\n{LIST}\n- t"),
    ("both added the same", f"{LIST}\n- new\n- t", f"{LIST}\n- new\n- m", LIST, f"{LIST}\n- new\n- t\n- m"),
    ("each changed another line", "- reads aloud\n- writes\n- draws", "- reads\n- writes\n- draws well", LIST,
     "- reads aloud\n- writes\n- draws well"),
    ("both changed one line", "- reads aloud\n- writes\n- draws", "- reads alone\n- writes\n- draws", LIST,
     "- reads aloud\n\n- reads alone\n- writes\n- draws"),
    ("one took a line out, the other added one", "- reads\n- draws", f"{LIST}\n- m", LIST, "- reads\n- draws\n- m"),
    ("the other way round", f"{LIST}\n- t", "- reads\n- draws", LIST, "- reads\n- draws\n- t"),
    ("one put the lines in another order", "- draws\n- reads\n- writes\n- t", f"{LIST}\n- m", LIST,
     "- reads\n- writes\n- draws\n- t\n- m"),
    ("paragraphs stay apart", "One.\n\nTom’s.\n\nTwo.", "One.\n\nMine.\n\nTwo.", "One.\n\nTwo.",
     "One.\n\nTom’s.\n\nMine.\n\nTwo."),
]


@pytest.mark.parametrize(("theirs", "mine", "before", "both"), [row[1:] for row in TABLE],
                         ids=[row[0] for row in TABLE])
def test_both_texts_are_put_together(theirs, mine, before, both):
    assert together(theirs, mine, before) == both
