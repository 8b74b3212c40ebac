"""Whose words a statement is: said to those who read about a learner, and to the learner."""

from typing import Any

VOICES = {"learner": "learner", "family": "family", "staff": "school staff", "professional": "professional"}
NAMELESS = {"learner": "The learner", "family": "Family", "staff": "School staff", "professional": "A professional"}
# Those whom a child meets every day, by the role an entry names as its source.
OF_A_CHILD = {"Comment, Teacher": "your teacher", "Comment, Teaching assistant": "your teaching assistant"}
# The same, as one says it to the learner themselves.
TO_A_CHILD = {"family": "Your family said this", "staff": "Somebody at your school wrote this",
              "professional": "Somebody who helps you wrote this"}


def whose_words(data: dict[str, Any]) -> str:
    """The mark every line carries: whose words these are."""
    voice, name = data.get("said_by", ""), data.get("said_by_name", "")
    if voice == "learner":
        return f"{name or NAMELESS['learner']}, own words"
    if name and voice in VOICES and "," not in name:  # "Grace, mum" says more than "family" would
        return f"{name}, {VOICES[voice]}"
    return name or NAMELESS.get(voice, "")


def said_by_whom(data: dict[str, Any]) -> str:
    """Mr Khan, your teacher, wrote this: so that a child does not take what a grown-up put for their own words."""
    voice, name, writer = (data.get(key, "") for key in ("said_by", "said_by_name", "written_by"))
    if voice not in TO_A_CHILD:
        return whose_words(data)
    said = "said this" if voice == "family" else "wrote this"
    said += " in a report" if data.get("source_kind") == "document" else ""
    # The source names the role of whoever wrote it down, who may be another.
    role = OF_A_CHILD.get(data.get("source", ""), "") if voice == "staff" and name in {"", writer} else ""
    if name:
        return f"{name.split(',')[0]}, {role}, {said}" if role else f"{name.split(',')[0]} {said}"
    return f"{role.capitalize()} {said}" if role else TO_A_CHILD[voice]
