"""Pages of no room: the page that shows what pages are made of."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from goldenthread.config.look import Link
from goldenthread.people.doors import anyone
from goldenthread.schools.forms import DayField, Form


class Sample(Form):
    """One field of each kind."""

    name = forms.CharField(help_text="The name they like to be called by.", initial="Ada")
    born = DayField(label="Date of birth", help_text="For example, 14 3 2014", latest=date(2026, 9, 7))
    stage = forms.ChoiceField(choices=[("", "Choose one"), ("K", "SEN support"), ("E", "EHC plan")])
    voice = forms.ChoiceField(
        label="Whose words are these?",
        choices=[("learner", "Ada's"), ("family", "Her family's")],
        widget=forms.RadioSelect,
    )
    readers = forms.MultipleChoiceField(
        label="Who has read it",
        choices=[("khan", "Mr Khan"), ("bell", "Jo Bell")],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(label="What helps", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    file = forms.FileField(label="Spreadsheet", required=False)
    sure = forms.BooleanField(label="Ada has seen this", help_text="She may change her mind later.")


@dataclass(frozen=True)
class Banner:
    name: str = "Ada Okafor"
    url: str = "#"
    photo: str = ""
    year: str = "Year 8, 8K"
    born: date = date(2014, 3, 14)
    stage: str = "SEN support"
    standing: str = "Version 2 (7 September 2026)"
    flag: str = "Epilepsy: see steps"


@require_GET
@anyone
def look(request: HttpRequest) -> HttpResponse:
    """Every component on one page, for eyes and for the accessibility test; in demo and debug only."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    messages.success(request, "Version 2 of Ada's plan is issued. Version 1 is archived.")
    own = request.GET.get("own")
    return render(
        request,
        "look_own.html" if own else "look.html",
        {
            "form": Sample({"name": "", "born_day": "31", "born_month": "2", "born_year": "2014"}),
            "banner": Banner(),
            "tabs": [Link("Plan", "#", True), Link("Record", "#", False), Link("Targets", "#", False)],
            "states": ["draft", "version", "archived", "due", "overdue", "met", "new", "changed", "wrong"],
            "rows": [{"key": "Main need", "value": "Speech, language and communication", "href": "#"}, {"key": "UPN"}],
            "page": Paginator(range(200), 10).page(7),
            "learners": [
                (
                    "Ada Okafor",
                    "8",
                    "8K",
                    "Speech, language and communication",
                    "Version 2",
                    "version",
                    date(2026, 12, 3),
                ),
                ("Leo Nguyễn", "7", "7B", "Autism", "Draft", "draft", None),
                ("Zofia Wiśniewska", "11", "11A", "Moderate learning difficulty", "Not started", "note", None),
            ],
        },
    )
