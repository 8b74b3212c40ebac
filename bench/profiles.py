"""Two hundred one page profiles, each with a photo, to one PDF: against typst alone on the very same data."""

import io
import json
import random
import subprocess
import sys
import tempfile
from typing import IO, Any

from PIL import Image

from bench.harness import Line, interleaved
from goldenthread.plans.document import Document, Node, Section
from goldenthread.plans.rendering.pdf import PRESS, order, render_many

HOW_MANY = 200
RUNS = 5  # a run takes seconds
AT_MOST = 1.3
PANELS = {
    "people-admire": "What people like about me",
    "important-to-me": "What is important to me",
    "how-to-support": "How you can help me",
}
WORDS = """being told first what will change a picture of it quiet time with my friend trains and the big hall when it
is loud somebody who asks me twice a clear plan for the day""".split()  # noqa: SIM905 - a sentence reads better


def measure() -> list[dict[str, Any]]:
    """`render_many` (arranging, Markdown, checking signs, guessing sizes, typst) over typst with all of that done.

    Both in a new process each time: a second run in the same one would only read typst's cache.
    """
    chance = random.Random(2026)
    photos = {f"photo-{number}": photo(chance) for number in range(HOW_MANY)}
    documents = [profile(chance, number) for number in range(HOW_MANY)]
    with tempfile.TemporaryFile() as ready:
        ready.write(json.dumps(order(documents, photos)).encode())
        floor, value, spread = interleaved(lambda: typst_alone(ready), lambda: render_many(documents, photos), RUNS)
    return [
        Line(
            f"{HOW_MANY} profiles to one PDF (± {spread:.0%})", round(value, 2), "s", round(floor, 2),
            round(value / floor, 2), f"<= {AT_MOST} x", value / floor <= AT_MOST,
        ).as_dict()
    ]  # fmt: skip


def typst_alone(ready: IO[bytes]) -> None:
    ready.seek(0)
    subprocess.run([sys.executable, "-I", str(PRESS)], stdin=ready, stdout=subprocess.PIPE, check=True)


def profile(chance: random.Random, number: int) -> Document:
    """As full as real ones: three panels of three to seven lines."""
    name = f"Learner {number}"
    me = (
        Node("photo", "photo", 1, "everyone", {"file": f"photo-{number}", "alt": f"Photo of {name}"}),
        Node("fact:name", "fact", 1, "everyone", {"label": "Name", "value": name}),
        Node("fact:year", "fact", 1, "everyone", {"label": "Year", "value": f"Year {chance.randint(7, 11)}"}),
    )
    many = {field: chance.randint(3, 7) for field in PANELS}
    lines = tuple(said(chance, field, f"{field}-{n}") for field in PANELS for n in range(many[field]))
    sections = (Section("who", "About me", "", "facts", me), Section("profile", "My profile", "", "profile", lines))
    meta = {"school": {"name": "Ashfield School"}, "standing": "Today's record", "one_side": True}
    return Document("one-page-profile", "One page profile", "core/one-page-profile@1", meta, sections)


def said(chance: random.Random, field: str, node: str) -> Node:
    text = " ".join(chance.choices(WORDS, k=chance.randint(6, 22))).capitalize()
    voice, name = chance.choice([("learner", "Sam"), ("family", "Grace"), ("staff", "Mr Khan")])
    data = {"field": field, "heading": PANELS[field], "said_by": voice, "said_by_name": name}
    return Node(node, "entry", 1, "everyone", data | {"text": f"- **{text[:9]}**{text[9:]}"})


def photo(chance: random.Random) -> bytes:
    """A JPEG of the size the product keeps, with enough in it not to shrink to nothing."""
    small = Image.frombytes("RGB", (24, 24), chance.randbytes(24 * 24 * 3))
    file = io.BytesIO()
    small.resize((400, 400)).save(file, "JPEG", quality=85)
    return file.getvalue()
