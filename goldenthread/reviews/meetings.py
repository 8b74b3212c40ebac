"""What the page of a meeting holds, by what the meeting is for, read from packs/core/meeting.yaml."""

from dataclasses import dataclass

from django.conf import settings
from yaml import Node

from goldenthread.learners.codes import YEAR_ORDER
from goldenthread.outcomes.levels import LEVELS
from goldenthread.reviews.models import Finding, Invitation
from goldenthread.reviews.states import Kind
from goldenthread.schools import packs

# What was agreed has a place of its own on every page: it needs somebody and a day.
BOXES = tuple(kind for kind in Finding.What.values if kind != Finding.What.AGREED)


@dataclass(frozen=True)
class Box:
    """A heading that lines are written under."""

    kind: str
    title: str
    help: str


@dataclass(frozen=True)
class Prompts:
    """What to talk about, from a year group on."""

    title: str
    text: str
    ask: tuple[str, ...]
    from_year: str


@dataclass(frozen=True)
class Seat:
    """One of those whom the law asks to invite: somebody asked as one of `counts` is it, or anybody `asked_as` it.
    `counts_grown` counts besides once decisions are the young person's own.
    """

    key: str
    title: str
    asked_as: str
    counts: tuple[str, ...]
    counts_grown: tuple[str, ...]


@dataclass(frozen=True)
class Meeting:
    """The page of one kind of meeting: outcomes of `levels` are judged and those of `folded` can be; `choices` are
    recommendations of which one is made; `invite` are those whom the law (`invited_by`) asks to invite.
    """

    kind: str
    boxes: tuple[Box, ...]
    levels: tuple[str, ...]
    folded: tuple[str, ...]
    next_months: int
    choose: str
    choices: tuple[str, ...]
    prompts: tuple[Prompts, ...]
    invite: tuple[Seat, ...]
    invited_by: str

    def prompts_in(self, nc_year: str) -> list[Prompts]:
        """What to talk about with a learner of this year group."""
        return [each for each in self.prompts if not each.from_year or reached(nc_year, each.from_year)]


def reached(nc_year: str, from_year: str) -> bool:
    place, first = YEAR_ORDER.get(nc_year), YEAR_ORDER.get(from_year)
    return place is not None and first is not None and place >= first


def year(node: Node) -> str:
    found = packs.text(node)
    if YEAR_ORDER.get(found) is None:
        raise packs.Wrong(f"‘{found}’ is no year group.", node)
    return found


AS = packs.one_of(*Invitation.As.values)
SEAT = packs.mapping(key=packs.slug, title=packs.text, asked_as=AS, counts=packs.optional(packs.many(AS), ()),
                     counts_grown=packs.optional(packs.many(AS), ()))
SCHEMA = packs.mapping(
    boxes=packs.unique(packs.mapping(kind=packs.one_of(*BOXES), title=packs.text, help=packs.text), "kind"),
    meetings=packs.unique(packs.mapping(
        kind=packs.one_of(*Kind.values), boxes=packs.many(packs.one_of(*BOXES)),
        levels=packs.many(packs.one_of(*LEVELS)), folded=packs.optional(packs.many(packs.one_of(*LEVELS)), ()),
        next_months=packs.number, choose=packs.optional(packs.text),
        choices=packs.optional(packs.many(packs.text), ()),
        prompts=packs.optional(packs.many(packs.mapping(
            title=packs.text, text=packs.text, ask=packs.many(packs.text), from_year=packs.optional(year))), ()),
        invited_by=packs.optional(packs.text), invite=packs.optional(packs.unique(SEAT, "key"), ())),
        "kind"))


def read() -> dict[str, Meeting]:
    told = packs.load(settings.PACKS_DIR / "core", "meeting", SCHEMA)
    boxes = {box["kind"]: Box(**box) for box in told["boxes"]}
    return {each["kind"]: Meeting(**{
        **each, "boxes": tuple(boxes[kind] for kind in each["boxes"]),
        "prompts": tuple(Prompts(**prompts) for prompts in each["prompts"]),
        "invite": tuple(Seat(**seat) for seat in each["invite"])}) for each in told["meetings"]}


MEETINGS = read()
