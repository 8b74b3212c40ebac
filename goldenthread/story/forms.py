"""What is asked of somebody who writes in the record."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from goldenthread.learners.audiences import AUDIENCES, WIDTH
from goldenthread.learners.policies import Reader
from goldenthread.schools.clock import today
from goldenthread.schools.forms import PARTS, DayField, Form
from goldenthread.schools.words import LONGEST, clean, why_not_keep
from goldenthread.story.fields import Field
from goldenthread.story.models import MAY_CHANGE, Begun, Entry, EntryRevision
from goldenthread.story.policies import why_not_happen
from goldenthread.story.voices import COMMENT, FAMILY, LEARNER, PROFESSIONAL, SOURCES, STAFF, VOICES

# The words about a child never leave through the browser's spelling service or its translator.
PRIVATE = {"spellcheck": "false", "translate": "no", "autocomplete": "off", "autocapitalize": "sentences"}
NARROWED = "While you were writing, its readers were made fewer. What you write is saved for these alone: {}."
KINDS = {"senco": STAFF, "staff": STAFF, "professional": PROFESSIONAL}


class WordsForm(Form):
    """One entry: the words, whose they are, how we know them, who may read them."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    said_by = forms.ChoiceField(label="Whose words are these?", widget=forms.RadioSelect)
    said_by_name = forms.CharField(label="Their name", required=False, max_length=120,
                                   widget=forms.TextInput(attrs=PRIVATE))
    # No maxlength: a box that swallows the end of a paste would cut what somebody said without a word.
    text = forms.CharField(label="What was said or seen", strip=False, widget=forms.Textarea(attrs={
        **PRIVATE, "rows": 8, "data-longest": LONGEST}))
    happened_on = DayField(label="When was this?", required=False, help_text="Leave it empty for today.")
    how_gathered = forms.CharField(label="How did we find out?", required=False, max_length=200,
                                   help_text="For example: talking mats with Jo Bell; by phone.",
                                   widget=forms.TextInput(attrs=PRIVATE))
    source_kind = forms.ChoiceField(label="Where does it come from?", choices=list(SOURCES.items()),
                                    widget=forms.RadioSelect)
    source_label = forms.CharField(label="Which document, and which page?", required=False, max_length=200,
                                   widget=forms.TextInput(attrs=PRIVATE))
    audience = forms.ChoiceField(label="Who may read it?", widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, reader: Reader, field: Field, entry: Entry | None = None,
                 said_by: str = "", again: EntryRevision | None = None, begun: Begun | None = None) -> None:
        self.narrowed = narrowed(data, entry, reader) if data and entry else ""
        if self.narrowed:
            data = data.copy()
            data["audience"] = self.narrowed
        super().__init__(data, initial=first_values(field, entry, said_by) | words_again(again)
                         | (begun.words if begun else {}))
        self.reader = reader
        widest = entry.audience if entry and reader.kind != "senco" else field.audience
        self.fields["audience"].choices = [  # type: ignore[attr-defined]
            (key, words) for key, words in AUDIENCES.items() if reader.may_read(key) and WIDTH[key] >= WIDTH[widest]]
        name = reader.learner.first
        voices = VOICES | {LEARNER: name, FAMILY: f"{name}’s family"}
        self.fields["said_by_name"].help_text = f"As the plan should show it: {name}’s mum, Mr Khan."
        self.fields["said_by"].choices = list(voices.items())  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        text = clean(self.cleaned_data["text"])
        if why := why_not_keep(text):
            raise forms.ValidationError(why)
        return text

    def clean_happened_on(self) -> date | None:
        day = self.cleaned_data["happened_on"]
        if day and (why := why_not_happen(self.reader.learner, day, today())):
            raise forms.ValidationError(why)
        return day

    def clean(self) -> dict[str, Any]:
        """A member of staff who gives no name means themself."""
        given = super().clean() or self.cleaned_data
        if given.get("said_by") == KINDS.get(self.reader.kind) and given.get("source_kind") == COMMENT:
            given["said_by_name"] = given.get("said_by_name") or str(self.reader.member)
        return given

    @property
    def says_narrowed(self) -> str:
        return NARROWED.format(AUDIENCES[self.narrowed]) if self.narrowed else ""

    @property
    def narrower_box(self) -> dict[str, str]:
        return {"audience": self.narrowed} if self.narrowed else {}

    @property
    def words(self) -> dict[str, Any]:
        """What the operations take. A day left empty stays what it was."""
        given = {name: self.cleaned_data[name] for name in (
            "text", "said_by", "said_by_name", "how_gathered", "source_kind", "source_label", "audience")}
        if day := self.cleaned_data["happened_on"]:
            given["happened_on"] = day
        return given


def narrowed(data: Mapping[str, str], entry: Entry, reader: Reader) -> str:
    """The readers an entry has by now, where the page was opened when it had more; empty where that is not so.

    The SENCO's team can let more people read it, but not by a page that does not know they were made fewer.
    """
    stale = data.get("revision") != str(entry.revision)
    wider = WIDTH.get(data.get("audience", ""), len(WIDTH)) < WIDTH[entry.audience]
    return entry.audience if wider and (stale or reader.kind != "senco") else ""


def typed(data: Mapping[str, str]) -> dict[str, Any]:
    """What stands in the boxes as it was typed, right or wrong, without whose words it is."""
    given: dict[str, Any] = {name: data.get(name, "") for name in (
        "text", "said_by_name", "how_gathered", "source_kind", "source_label", "audience")}
    day = [data.get(f"happened_on_{part}", "") for part in PARTS]
    return given | ({"happened_on": day} if any(day) else {})


def first_values(field: Field, entry: Entry | None, said_by: str) -> dict[str, Any]:
    """What the form shows before anything is typed."""
    if entry:
        return {name: getattr(entry, name) for name in WordsForm.base_fields}
    # Nobody's words are taken for granted: the writer says whose they are, here or by the link that led here.
    return {"uuid": uuid.uuid4(), "revision": 0, "said_by": said_by if said_by in VOICES else "",
            "source_kind": COMMENT, "audience": field.audience}


def words_again(before: EntryRevision | None) -> dict[str, Any]:
    """An earlier wording, put into the form to be saved anew. Who may read it stays as it is now: it may be fewer."""
    kept = set(MAY_CHANGE) & set(WordsForm.base_fields) - {"audience"}
    return {name: getattr(before, name) for name in kept} if before else {}


class RetireForm(Form):
    """Why an entry is taken out of the record."""

    why = forms.CharField(label="Why?", max_length=200, widget=forms.TextInput(attrs=PRIVATE),
                          help_text="For example: no longer true; said in the wrong record; asked for by the family.")
