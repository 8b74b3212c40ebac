"""Documents for tests of what is pure: no database behind them, and one canary for each audience."""

from io import BytesIO
from typing import Any

from PIL import Image

from goldenthread.plans.document import Document, Node, Section

CANARIES = {a: f"CNRY{a}" for a in ("everyone", "family", "professionals", "staff", "senco")}
MAY = {
    "learner": {"everyone"},
    "family": {"everyone", "family"},
    "professional": {"everyone", "family", "professionals"},
    "staff": {"everyone", "family", "professionals", "staff"},
    "senco": set(CANARIES),
}
PHOTO = "ab" * 32


def picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (80, 80), "#f2b33d").save(file, "JPEG")
    return file.getvalue()


def fact(key: str, label: str, value: str) -> Node:
    return Node(f"fact:{key}", "fact", 1, "everyone", {"label": label, "value": value})


def entry(id: str, text: str, audience: str = "everyone", revision: int = 1, **data: Any) -> Node:
    field = data.pop("field", "important-to-me")
    said = {
        "field": field,
        "heading": field.replace("-", " ").capitalize(),
        "text": text,
        "said_by": "learner",
        "said_by_name": "Ada",
        "how_gathered": "talking while drawing",
        "source_kind": "comment",
        "source": "",
        "written_by": "Jo Bell",
        "happened_on": "2026-09-01",
    }
    return Node(id, "entry", revision, audience, said | data)


def need(id: str, type_name: str, rank: int, audience: str = "everyone", **data: Any) -> Node:
    named = {"type": "SLCN", "type_name": type_name, "area": "ci", "area_name": "Communication and interaction"}
    return Node(id, "need", 1, audience, named | {"rank": rank, "description": ""} | data)


def outcome(id: str, wording: str, audience: str = "everyone", revision: int = 1, **data: Any) -> Node:
    aim = {
        "level": "term",
        "level_name": "Term target",
        "wording": wording,
        "area_name": "Communication and interaction",
        "measure": "Teacher tally, once a week",
        "baseline": "1 question in a week",
        "target": "5 questions in a week",
        "due_on": "2026-12-18",
        "state": "open",
        "state_name": "On track",
        "closed_on": "",
        "result": "",
        "result_name": "",
        "parent": "",
        "progress": "",
    }
    return Node(id, "outcome", revision, audience, aim | data)


MET = {"state": "closed", "state_name": "Closed", "closed_on": "2026-12-03", "result": "met", "result_name": "Met"}


def person(id: str, name: str, role: str, capacity: str) -> Node:
    return Node(id, "person", 1, "everyone", {"name": name, "role": role, "capacity": capacity})


def meta(**changes: Any) -> dict[str, Any]:
    return {
        "school": {"name": "Larkrise Primary School"},
        "learner_uuid": "0f1e2d3c-0000-4000-8000-00000000ada0",
        "standing": "Version 2",
        "number": 2,
        "correction": 0,
        "issued_on": "2026-09-07",
        "issued_by": "Priya Shah",
        "what_changed": "Ada met her **reading target**. We added Lego therapy.",
        "sha256": "3f9a12bc" + "0" * 56,
        "for": "copy for Ada's family",
        "review_by": "2026-12-18",
    } | changes


def me(name: str = "Ada Okafor") -> Section:
    nodes = (
        Node("photo", "photo", 1, "everyone", {"file": PHOTO, "alt": "Ada laughing on a swing"}),
        fact("name", "Name", name),
        fact("born", "Date of birth", "14 March 2014"),
        fact("year", "Year group", "Year 8"),
        fact("tutor-group", "Tutor group", "8K"),
    )
    return Section("personal", "Personal details", "Tell the office if anything here is wrong.", "facts", nodes)


def plan(**changes: Any) -> Document:
    """A whole iPlan with something in every layout."""
    sections = (
        me(),
        Section("about-me", "About me", "Who I am.", "profile", (
            entry("e-like", "- Kind to the little ones\n- Knows *everything* about trains", field="people-admire",
                  said_by="staff", said_by_name="Imran Khan", written_by="Imran Khan"),
            entry("e-dog", "My dog **Biscuit**, and a quiet place at lunch"),
            entry("e-help", "1. Tell me first what will change\n2. Give me time", field="how-to-support"),
        )),
        Section("days", "Good days and bad days", "", "good-bad", (
            entry("e-good", "We go swimming", field="good-day"),
            entry("e-bad", "The bell is loud", field="bad-day"),
            entry("e-better", "Ear defenders in the corridor", field="better-day"),
        )),
        Section("views", "What each of us says", "Each view stands as it was given.", "entries", (
            entry("e-family", "She sleeps badly before tests " + CANARIES["family"], "family", field="views-of-family",
                  said_by="family", said_by_name="Grace Okafor", how_gathered="telephone"),
            entry("e-prof", "Language at the 4th centile " + CANARIES["professionals"], "professionals", field="advice",
                  said_by="professional", said_by_name="Helen Cross", written_by="Tom Reed", source_kind="document",
                  source="Speech report, page 3"),
        )),
        Section("needs", "Needs", "The main one first.", "needs", (
            need("n-hidden", "Social, emotional " + CANARIES["staff"], 1, "staff"),
            need("n-slcn", "Speech, language and communication", 2, description="Finds long instructions hard"),
            need("n-vi", "Vision impairment", 3),
        )),
        Section("targets", "Short-term targets", "The next steps.", "outcomes", (
            outcome("o-year", "Ada speaks up for herself in every lesson", level="year", level_name="Year outcome"),
            outcome("o-ask", "Ada asks for help when she is stuck", parent="o-year", progress="Asked *twice*"),
            outcome("o-read", "Ada reads aloud to a friend", **MET),
            outcome("o-secret", "Staff only " + CANARIES["staff"], "staff"),
        )),
        Section("senco-notes", "Notes for the SENCO team", "", "entries",
                (entry("e-senco", CANARIES["senco"], "senco", field="senco-notes", said_by="staff"),), drop_empty=True),
        Section("agreed", "What we agreed", "Settled when we met.", "entries"),
        Section("people", "People who helped", "Thank you.", "people", (
            person("p-grace", "Grace Okafor", "Parent", "Told us her story"),
            person("p-thao", "Thảo Nguyễn", "Speech therapist", "Assessed and advised"),
        )),
    )  # fmt: skip
    whole = {"type": "iplan", "title": "iPlan", "template": "core/iplan@1", "meta": meta(), "sections": sections}
    return Document(**(whole | changes))


def profile(name: str = "Ada Okafor", lines: int = 3, words: str = "Trains, and being told first") -> Document:
    """A one page profile, as full as asked."""

    def panel(field: str, title: str) -> tuple[Node, ...]:
        return tuple(entry(f"{field}-{n}", f"{words} {n}", field=field, heading=title) for n in range(lines))

    panels = Section("profile", "My profile", "", "profile", (
        *panel("people-admire", "What people like about me"),
        *panel("important-to-me", "What is important to me"),
        *panel("how-to-support", "How you can help me"),
    ))  # fmt: skip
    live = meta(standing="Live", number=None, issued_on=None, issued_by="", what_changed="", one_side=True)
    return Document("one-page-profile", "One page profile", "core/one-page-profile@1", live, (me(name), panels))
