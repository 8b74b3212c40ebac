"""One row: what is wrong with it, who it may be, and what a person says."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldenthread.audit.refusals import Refused
from goldenthread.exchange import operations, queries, showing
from goldenthread.exchange.checking import REQUIRED, Fate
from goldenthread.exchange.forms import RowForm
from goldenthread.exchange.grid import HOLD
from goldenthread.exchange.headings import FIELDS
from goldenthread.exchange.models import Batch, BatchRow
from goldenthread.exchange.views.doing import the_batch, to
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import today

TOGETHER = {"fit": ("dob", "nc_year"), "sen": ("stage", "needs")}
"""Boxes to mend what is wrong only between two of them."""


@require_http_methods(["GET", "HEAD", "POST"])
@at_school(Permission.LEARNERS_IMPORT)
def row(request: SchoolRequest, pk: int, number: int) -> HttpResponse:
    """A row by the file's own number."""
    batch = the_batch(request, pk)
    found = the_row(request, batch, number)
    shown = showing.rows(batch, [found])[0]
    raw = showing.raw_values(batch, found)
    form = RowForm(request.POST or None, **parts(found, shown, raw))
    back = to(request, "one", pk=pk) + f"?show={found.fate}"
    if form.is_valid():
        try:
            operations.decide(batch=batch, numbers=[number], by=request.member, **meaning(form, raw))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, showing.outcome([BatchRow.objects.get(pk=found.pk)]))
            return redirect(back)
    cells = [(FIELDS[key].title, text) for key, text in raw.items() if text]
    return render(
        request,
        "exchange/row.html",
        {
            "batch": batch,
            "row": shown,
            "cells": cells,
            "form": form,
            "back": back,
            "mend": [f for f in form if f.name.startswith("v_")],
            "open": batch.state == Batch.State.READY,
        },
    )


def the_row(request: SchoolRequest, batch: Batch, number: int) -> BatchRow:
    found = queries.rows_for(batch, request.member, today()).filter(number=number).first()
    if found is None or not found.cells:
        raise Http404
    return found


def parts(found: BatchRow, shown: showing.Shown, raw: dict[str, str]) -> dict[str, Any]:
    """What can be said of this row, and the boxes that may need mending."""
    holds = [p for p in shown.stops if p["weight"] == HOLD]
    fields = {p["field"]: p["guess"] for p in shown.stops if p["field"] in FIELDS and p["field"] != "school"}
    for problem in shown.stops:
        fields |= dict.fromkeys(TOGETHER.get(problem["field"], ()), "")
    missing = {key for key in REQUIRED if key not in found.result.get("values", {}) and found.fate == Fate.WRONG}
    typed = found.decision.get("values", {})
    fields = {**dict.fromkeys(missing, ""), **fields}
    mend = {key: typed.get(key) or guess or raw.get(key, "") for key, guess in fields.items()}
    choices = [(f"use-{p.pk}", f"It is {p.line}") for p in shown.people]
    choices += [("new", "It is a new learner")] if shown.people or found.fate == Fate.POSSIBLE else []
    choices += [("mend", "Use the words typed below")] if mend else []
    choices += [("accept", "It is right as it is")] if holds else []
    choices += [("leave_out", "Leave this row out")]
    choices += [("again", "Take back what was said of this row")] if found.decision else []
    return {"choices": choices, "mend": mend, "may_accept": bool(holds)}


def meaning(form: RowForm, raw: dict[str, str]) -> dict[str, Any]:
    """The form's answer in the operation's words."""
    what = form.cleaned_data["what"]
    if what.startswith("use-"):
        return {"use": int(what[4:])}
    if what == "mend":
        return {"values": {key: text for key, text in form.values.items() if text != raw.get(key, "")}}
    if what == "accept":
        return {"accept": True, "note": form.cleaned_data.get("note", "")}
    return {} if what == "again" else {what: True}
