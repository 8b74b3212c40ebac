"""The cards and the lines of a thread as HTML. Without templates, which for 200 outcomes take a tenth of a second more.

Every word goes through format_html, which escapes it.
"""

import uuid
from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from goldenthread.home.thread.knots import Knot, Mend, Scale
from goldenthread.home.thread.picture import Card, Picture

NIL = uuid.UUID(int=0)  # where the uuid of an outcome goes in an address that was asked for once for all of them
NOTHING = SafeString("")
LONGEST = 240  # letters of a wording: as many as a card has lines for

CARD = (
    '<foreignObject x="{}" y="{}" width="{}" height="{}"><a class="gt-hung{}" href="#knot-{}" translate="no">'
    '<span class="gt-hung__state"><strong class="govuk-tag gt-tag--{}">{}</strong></span>'
    '<span class="gt-hung__wording">{}</span>{}{}{}</a></foreignObject>\n')
RULER = (
    '<span class="gt-hung__scale"><span>{}</span> <svg class="gt-hung__ruler" aria-hidden="true">'
    '<line x1="0" y1="7" x2="100%" y2="7"/><circle class="gt-hung__end" cx="100%" cy="7" r="4"/>{}</svg>'
    ' <span>{}</span></span>')
NOW = '<circle class="gt-hung__now" cx="{}" cy="7" r="6"/>'
FACT = '<span class="gt-hung__fact{}">{}</span>'
MISSING = '<span class="gt-hung__gap"><span aria-hidden="true">!</span> {}</span>'
BEAD = '<circle class="gt-thread__bead gt-thread__bead--{}" cx="{}" cy="{}" r="8"/>{}\n'
MARK = '<path class="gt-thread__{}" d="M{} {}{}"/>'
# What a bead holds, by state: its class, where it begins from the middle of the bead, and how it runs on.
GIVEN_UP = ("mark", -3, -3, "l6 6m0 -6l-6 6")
MARKS = {"met": ("mark gt-thread__mark--met", -4, 0, "l3 3.5l5 -6"), "partly_met": ("half", 0, -8, "a8 8 0 0 0 0 16Z"),
         "at_risk": ("mark", 0, -4, "v4m0 4v.1"), "not_met": GIVEN_UP, "stopped": GIVEN_UP}

STRAND = (
    '<li id="knot-{}" class="gt-strand{}"><p class="gt-strand__top"><span class="gt-strand__level">{}</span> '
    '<strong class="govuk-tag gt-tag--{}">{}</strong>{}</p><p class="gt-strand__wording">'
    '<a class="govuk-link govuk-link--no-visited-state" href="{}" translate="no">{}</a></p>{}{}{}{}</li>\n')
FACTS = '<p class="gt-strand__facts">{}</p>'
GAP = '<p class="gt-strand__gap"><strong><span aria-hidden="true">!</span> {}</strong>{}</p>'
MORE = '<p><a class="govuk-link" href="{}">{}</a></p>'
ACT = ' <a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden">: {}</span></a>'


def cards(picture: Picture) -> SafeString:
    """The cards, and over them the beads, which say the state by their shape."""
    return joined(map(card, picture.cards)) + joined(map(bead, picture.cards))


def card(hung: Card) -> SafeString:
    """A link into the list, which says the same."""
    knot, outcome = hung.knot, hung.knot.outcome
    facts = [format_html(FACT, " gt-hung__fact--latest", knot.latest) if knot.latest else NOTHING,
             *(format_html(FACT, "", text) for text in (knot.since, knot.due, knot.more) if text)]
    return format_html(
        CARD, hung.x, hung.y + 2, hung.width, hung.height, "" if outcome.is_open else " gt-hung--closed", outcome.uuid,
        outcome.state_kind, knot.state, cut(knot.wording, LONGEST), ruler(knot.scale) if knot.scale else "",
        joined(facts), format_html_join("", MISSING, ((gap.text,) for gap in knot.gaps)))


def ruler(scale: Scale) -> SafeString:
    return format_html(RULER, scale.start_text, format_html(NOW, scale.at) if scale.at else "", scale.end_text)


def bead(hung: Card) -> SafeString:
    state, mark = hung.knot.outcome.state, NOTHING
    if state in MARKS:
        name, right, down, path = MARKS[state]
        mark = format_html(MARK, name, hung.bead + right, hung.y + down, path)
    return format_html(BEAD, state, hung.bead, hung.y, mark)


def strands(knots: Iterable[Knot], history: str, branch: str) -> SafeString:
    """The thread as a nested list; `history` is the page of what became of an outcome, `branch` that of what is folded
    away under it, with NIL for which.
    """
    return format_html('<ul class="gt-strands">{}</ul>', joined(strand(knot, history, branch) for knot in knots))


def strand(knot: Knot, history: str, branch: str) -> SafeString:
    outcome = knot.outcome
    more = format_html(MORE, branch.replace(str(NIL), str(outcome.uuid)), knot.more) if knot.folded else NOTHING
    return format_html(
        STRAND, outcome.uuid, "" if outcome.is_open else " gt-strand--closed", outcome.level_name, outcome.state_kind,
        knot.state, f" {knot.since}" if knot.since else "", history.replace(str(NIL), str(outcome.uuid)),
        cut(knot.wording, LONGEST), facts(knot),
        format_html(FACTS, "It leads to nothing named yet.") if knot.loose else "",
        joined(missing(knot, gap) for gap in knot.gaps),
        strands(knot.children, history, branch) if knot.children else more)


def facts(knot: Knot) -> SafeString:
    told = [text for text in (along(knot.scale), knot.latest, knot.due) if text]
    return format_html(FACTS, format_html_join(" ", "<span>{}</span>", ((text,) for text in told))) if told else NOTHING


def along(scale: Scale | None) -> str:
    if scale is None:
        return ""
    return f"From {scale.start_text} to {scale.end_text}" + (f", now {scale.now_text}" if scale.now_text else "")


def missing(knot: Knot, gap: Mend) -> SafeString:
    acts = (format_html(ACT, href, act, cut(knot.wording, 60)) for act, href in gap.ways)
    return format_html(GAP, gap.text, joined(acts))


def cut(text: str, most: int) -> str:
    return text if len(text) <= most else Truncator(text).chars(most)


def joined(pieces: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(pieces))  # noqa: S308 - each was escaped when it was made
