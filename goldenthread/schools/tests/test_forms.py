"""Forms look like GOV.UK's, ask by name for what is missing, and take a date in three boxes."""

from datetime import date

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from goldenthread.schools.forms import DayField, Form
from goldenthread.schools.models import School


class Sample(Form):
    name = forms.CharField(help_text="The <b>first</b> one")
    born = DayField(label="Date of birth", earliest=date(2000, 1, 1), latest=date(2026, 9, 7))
    voice = forms.ChoiceField(label="Whose words?", choices=[("a", "Ada's"), ("m", "Mum's")], widget=forms.RadioSelect)
    notes = forms.CharField(widget=forms.Textarea, required=False)


def sent(day="14", month="3", year="2014"):
    return Sample({"name": "Ada", "voice": "a", "born_day": day, "born_month": month, "born_year": year})


@pytest.mark.parametrize("month", ["3", "03", "March", "mar"])
def test_a_day_is_read_from_three_boxes(month):
    form = sent(month=month)
    assert form.is_valid()
    assert form.cleaned_data["born"] == date(2014, 3, 14)


@pytest.mark.parametrize(
    ("boxes", "says"),
    [
        (("", "", ""), "Enter the date of birth, such as 7 9 2026"),
        (("14", "", "2014"), "Date of birth must include a month"),
        (("", "", "2014"), "Date of birth must include a day and a month"),
        (("31", "2", "2014"), "Date of birth must be a real date, such as 7 9 2026"),
        (("14", "3", "14"), "Date of birth: write the year with four figures, such as 2026"),
        (("x", "3", "2014"), "Date of birth must be a real date, such as 7 9 2026"),
        (("8", "9", "2026"), "Date of birth must be on or before 7 September 2026"),
        (("31", "12", "1999"), "Date of birth must be on or after 1 January 2000"),
        (("१४", "3", "٢٠١٤"), None),
        (("9" * 5000, "3", "2014"), "Date of birth must be a real date, such as 7 9 2026"),
    ],
)
def test_what_is_wrong_with_a_day_is_said(boxes, says):
    form = sent(*boxes)
    assert form.errors.get("born", [None])[0] == says


@pytest.mark.parametrize("label", ["When was this?", "When it was"])
def test_a_label_that_asks_does_not_begin_the_sentence(label):
    with pytest.raises(forms.ValidationError, match=r"^.'Enter a real date, such as 7 9 2026'.$"):
        DayField(label=label).clean(["31", "2", "2014"])


def test_an_empty_file_is_answered_with_what_to_do():
    class Sent(Form):
        file = forms.FileField()

    form = Sent({}, {"file": SimpleUploadedFile("joiners.csv", b"")})
    assert form.errors["file"] == ["This file is empty. Choose one that has something in it"]


def test_what_was_typed_stays_in_the_boxes():
    html = str(sent("31", "feb", "2014"))
    assert 'value="feb"' in html


def test_a_day_is_shown_in_its_boxes_and_change_is_noticed():
    form = Sample(initial={"born": date(2014, 3, 14)})
    assert 'name="born_year" value="2014"' in str(form)
    field = form.fields["born"]
    assert not field.has_changed(date(2014, 3, 14), ["14", "3", "2014"])
    assert field.has_changed(date(2014, 3, 14), ["15", "3", "2014"])


def test_errors_lead_to_the_field_and_are_read_out_with_it():
    html = str(Sample({}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_error"' in html
    assert "govuk-input--error" in html
    form = Sample({})
    assert [form[name].first_id for name in form.fields] == ["id_name", "id_born_0", "id_voice_0", "id_notes"]


def test_a_missing_answer_is_asked_for_by_name():
    errors = Sample({}).errors
    assert errors["name"] == ["Enter the name"]
    assert errors["voice"] == ["Answer the question: Whose words?"]


def test_what_may_stay_empty_says_so_and_help_is_never_markup():
    html = str(Sample())
    assert "Notes (optional)" in html
    assert "Name (optional)" not in html
    assert "&lt;b&gt;first" in html


def test_forms_of_libraries_come_out_alike():
    class Theirs(forms.Form):
        email = forms.EmailField()

    html = str(Theirs())
    assert 'class="govuk-input"' in html
    assert "(optional)" not in html


class Picking(Form):
    file = forms.FileField(label="Spreadsheet")
    who = forms.ModelChoiceField(School.objects.none())


def test_a_missing_file_is_asked_for_in_full_words_and_no_choice_begins_with_dashes(db):
    form = Picking({})
    assert form.errors["file"] == ["Choose a file first: spreadsheet"]
    assert next(iter(form.fields["who"].choices))[1] == "Choose one"
