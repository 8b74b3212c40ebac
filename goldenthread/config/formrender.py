"""How every form looks: GOV.UK Frontend's markup, for our forms and for those of the libraries we use."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input

# The first that fits gives the class, so the narrower widget stands before the wider one.
CLASSES: list[tuple[type[forms.Widget], str]] = [
    (forms.HiddenInput, ""),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.CheckboxSelectMultiple, "govuk-checkboxes__input"),
    (forms.RadioSelect, "govuk-radios__input"),
    (forms.Select, "govuk-select"),
    (forms.Textarea, "govuk-textarea"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.MultiWidget, "govuk-input govuk-date-input__input"),
    (Input, "govuk-input"),
]


class GovukBoundField(BoundField):
    """A field that knows the class of its box and where its error should lead."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        own = next((name for kind, name in CLASSES if isinstance(widget, kind)), "")
        given = [widget.attrs.get("class", ""), attrs.get("class", "")]
        wrong = own.split(" ")[0] + "--error" if own and self.errors else ""
        if classes := " ".join(filter(None, [own, wrong, *given])):
            attrs["class"] = classes
        return attrs

    @property
    def first_id(self) -> str:
        """Where a link to this field leads: its only box, or the first of several."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.id_for_label

    @property
    def is_tick(self) -> bool:
        """One box to tick, whose label stands after it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def optional(self) -> bool:
        """Whether to say so: forms that are filled in do, searches and filters do not."""
        return getattr(self.form, "says_optional", False) and not self.field.required and not self.is_tick


class GovukRenderer(TemplatesSetting):
    """Named by FORM_RENDERER."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = GovukBoundField
