"""The lines of a document as a person picks one from a list: to correct it, to take it back."""

from dataclasses import dataclass

from goldenthread.plans.document import Document, Node
from goldenthread.plans.models import PlanVersion
from goldenthread.plans.rendering.tree import plain

WORDS = {
    "entry": {"text": "The words"},
    "outcome": {"wording": "The outcome", "measure": "How we will know", "baseline": "Where we start",
                "target": "What we aim for"},
    "need": {"description": "What it means"},
    "person": {"name": "Name"},
}
SHORT = 90


@dataclass(frozen=True)
class Line:
    """One node of a document: where it stands and how it begins."""

    node: Node
    section: str

    @property
    def begins(self) -> str:
        text = " ".join(plain(says(self.node)).split()).removeprefix("• ")
        return text if len(text) <= SHORT else f"{text[:SHORT - 1].rstrip()}…"

    @property
    def words(self) -> dict[str, tuple[str, str]]:
        """What of it can be corrected: key to label and text."""
        return {key: (label, str(self.node.data.get(key, ""))) for key, label in WORDS.get(self.node.kind, {}).items()}


def lines(document: Document) -> list[Line]:
    return [Line(node, section.title) for section in document.sections for node in section.nodes]


def sum_of(version: PlanVersion) -> list[tuple[str, str]]:
    """What a version says has changed, to be taken back like a line: its name and how it begins, where it says any."""
    text = " ".join(plain(version.what_changed).split())
    return [(version.sum, f"What has changed: {text[:SHORT]}{'…' * (len(text) > SHORT)}")] if text else []


def line_of(document: Document, node: str) -> Line | None:
    return next((line for line in lines(document) if line.node.id == node), None)


def says(node: Node) -> str:
    """The words of a node that tell it from others."""
    if node.kind == "fact":
        return f"{node.data['label']}: {node.data['value']}"
    if node.kind == "photo":
        return str(node.data.get("alt") or "Photo")
    keys = ("text", "wording", "type_name", "name", "title")
    return next((str(node.data[key]) for key in keys if node.data.get(key)), node.kind)
