"""What boxes hold after somebody else changed what is kept while they were open."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from goldenthread.learners.models import Need

BOXES = ("type", "area", "description", "uuid")
Box = Mapping[str, str]


def held(kept: Model | None, names: Iterable[str]) -> dict[str, Any]:
    """What boxes of these names hold of what is kept; of what is not there yet, nothing."""
    return {name: getattr(kept, name, None) for name in names}


def plain(value: Any) -> Any:
    """As it comes back from the page that it was sent with."""
    lines = value.replace("\r\n", "\n") if isinstance(value, str) else value
    return json.loads(json.dumps(lines, cls=DjangoJSONEncoder))


def same(kept: Model | None, told: Mapping[str, Any] | None) -> bool:
    """Whether what is kept is what the boxes say; boxes that say nothing are right."""
    return all(plain(getattr(kept, name, None)) == plain(value) for name, value in (told or {}).items())


def boxes_of(needs: Iterable[Need]) -> list[dict[str, str]]:
    """Needs as their boxes hold them."""
    return [boxed({name: getattr(need, name) for name in BOXES}) for need in needs]


def boxed(values: Any) -> dict[str, str]:
    """One need, in words that a hidden box brings back the same; what is no need is an empty one."""
    told = values if isinstance(values, Mapping) else {}
    return {name: str(told.get(name) or "") for name in BOXES}


def merged(sent: Iterable[tuple[Box, Box]], theirs: Iterable[Box]) -> list[dict[str, str]]:
    """Theirs in their order, each with what one person changed in it; then the needs that only this person names.

    `sent` is every box as it was opened and as it came back. So a box left as it was opened takes what is saved, and
    one that was changed keeps what was typed. A need that somebody else ended comes back only where its box was
    changed, as a new one.
    """
    typed = {now["uuid"] or now["type"]: (before, now) for before, now in sent if now["uuid"] or now["type"]}
    held = [_changed(box, *(typed.pop(box["uuid"], None) or typed.pop(box["type"], (box, box)))) for box in theirs]
    return [*held, *({**now, "uuid": ""} for before, now in typed.values() if now["type"] and now != before)]


def _changed(theirs: Box, before: Box, now: Box) -> dict[str, str]:
    return {name: theirs[name] if now[name] == before[name] else now[name] for name in theirs}
