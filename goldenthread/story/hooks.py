"""What higher rooms say of an entry; goldenthread.config.ties puts them in."""

from collections.abc import Callable
from dataclasses import dataclass

from goldenthread.learners.policies import Reader
from goldenthread.story.models import Entry


@dataclass(frozen=True)
class Held:
    """Why the words of an entry reach no plan, in a sentence, and where that can be changed by this reader."""

    says: str
    href: str


held_back: list[Callable[[Entry, Reader], Held | None]] = []


def held(entry: Entry, reader: Reader) -> Held | None:
    return next((found for say in held_back if (found := say(entry, reader))), None)
