"""Words that may get out to some and not to others, looked for in everything anybody is sent."""

import io
import re
import zipfile
from typing import Any

from pypdf import PdfReader

from tests.matrix.world import Actor

# Who may read what, by hand: never taken from learners.audiences, which it checks.
ALL = {"everyone", "family", "professionals", "staff", "senco", "need", "outcome", "since", "emergency",
       "action", "limit"}
MAY = {
    # What people told us for a review is read by those who run it, until it is taken into the record.
    "senco_admin": ALL | {"phone", "address", "block", "asked", "view", "evidence"},
    "senco_team": ALL | {"phone", "address", "block", "asked", "view", "evidence"},
    "designated_teacher": ALL - {"senco"},
    "teacher": ALL - {"senco"},
    "teaching_assistant": ALL - {"senco"},
    "professional": ALL - {"senco", "staff"},
    # In force only: nothing that was written since.
    "parent": {"everyone", "family", "need", "outcome", "emergency"},
    "learner": {"everyone", "need", "outcome", "emergency"},
}
SEES_THE_SCHOOL = {"senco_admin", "senco_team"}
TOKEN = re.compile(r"CNRY-([a-z]+)-([a-z]+)")


def escaped(answer: Any, body: bytes, actor: Actor) -> set[str]:
    """The canaries in an answer that this actor may not have."""
    found = TOKEN.findall(text_of(answer.get("Content-Type", ""), body))
    found += TOKEN.findall(" ".join(f"{name}: {value}" for name, value in answer.items()))
    return {f"{learner}-{what}" for learner, what in found if not may_have(actor, learner, what)}


def may_have(actor: Actor, learner: str, what: str) -> bool:
    if what not in MAY.get(actor.role, set()) or actor.relation == "left":
        return False
    if actor.relation == "next_door":
        return learner == "cy"
    if actor.role in SEES_THE_SCHOOL:
        return learner == "ben" or (learner == "ada" and actor.relation != "blocked")
    return learner == {"related": "ada", "via_group": "ada", "let_in": "ada", "unrelated": "ben"}.get(actor.relation)


def text_of(kind: str, body: bytes) -> str:
    """Everything a person or a program could read in a file: a PDF's text, every part of a zipped document."""
    if body.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(body))
        return "\n".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    return body.decode("utf-8", "replace")
