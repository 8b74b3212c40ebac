"""Dates as a calendar file (RFC 5545). Whole days are dates, times are moments in UTC; no name is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

FOLD = 75


@dataclass(frozen=True)
class Event:
    """`uid` is the same each time the same thing is told, so that a calendar moves it and does not double it."""

    uid: str
    on: date
    title: str
    url: str
    starts_at: datetime | None = None
    lasts: timedelta = timedelta(hours=1)


def calendar(name: str, events: Iterable[Event], now: datetime) -> str:
    """The whole file, its lines ended and folded as calendars expect."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Golden Thread//Reviews and dates//EN", "CALSCALE:GREGORIAN",
             "METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
             "X-PUBLISHED-TTL:PT6H"]
    for event in events:
        lines += told(event, now)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in folded(line))


def told(event: Event, now: datetime) -> list[str]:
    return ["BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{moment(now)}", *times(event),
            f"SUMMARY:{escaped(event.title)}", f"URL:{event.url}", f"DESCRIPTION:{escaped(event.url)}",
            "TRANSP:OPAQUE" if event.starts_at else "TRANSP:TRANSPARENT", "CLASS:PRIVATE", "END:VEVENT"]


def times(event: Event) -> list[str]:
    if event.starts_at:
        return [f"DTSTART:{moment(event.starts_at)}", f"DTEND:{moment(event.starts_at + event.lasts)}"]
    return [f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}", f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}"]


def moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n")):
        text = text.replace(sign, written)
    return text


def folded(line: str) -> list[str]:
    """At most 75 octets to a line, no letter cut in two; what goes on begins with a space."""
    parts, part = [], b""
    for letter in line:
        octets = letter.encode()
        if len(part) + len(octets) > FOLD:
            parts.append(part.decode())
            part = b" "
        part += octets
    return [*parts, part.decode()]
