"""One import: being read, waiting to be looked at, applied, undone."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.audit.refusals import Refused
from goldenthread.exchange import leaving, operations, policies, queries, showing, tasks
from goldenthread.exchange.checking import Fate
from goldenthread.exchange.forms import ManyForm
from goldenthread.exchange.models import Batch, BatchRow
from goldenthread.exchange.operations.undoing import sorted_out
from goldenthread.exchange.views.doing import the_batch, to
from goldenthread.exchange.views.files import spreadsheet
from goldenthread.learners.views.doing import do
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import now, today

A_PAGE = 50
IN_ONE_GO = 400
"""Up to this many rows are put in while the person waits; more by the worker."""
LEFT = {Fate.WRONG, Fate.POSSIBLE, Fate.LEFT_OUT}
State = Batch.State


@require_safe
@at_school(Permission.LEARNERS_IMPORT)
def one(request: SchoolRequest, pk: int) -> HttpResponse:
    """Where an import stands."""
    batch = the_batch(request, pk)
    if batch.state == State.ASKING:
        return redirect(to(request, "columns" if "columns" in batch.reading["asks"] else "questions", pk=pk))
    if batch.state in {State.READING, State.APPLYING}:
        answer = render(request, "exchange/progress.html", {"batch": batch})
        answer["Refresh"] = "2"
        return answer
    if batch.state in {State.FAILED, State.CANCELLED}:
        return render(request, "exchange/failed.html", {"batch": batch})
    return looked_at(request, batch)


def looked_at(request: SchoolRequest, batch: Batch, form: ManyForm | None = None) -> HttpResponse:
    """Its rows, by what becomes of them; with what was ticked and typed where that could not be done (`form`)."""
    rows = queries.rows_for(batch, request.member, today())
    kept = kept_of(batch, rows)
    rows = rows.exclude(pk__in=[row.pk for row in kept]) if kept else rows
    counts = queries.counts(rows)
    show = chosen((request.POST if form else request.GET).get("show", ""), counts, batch.state)
    page = Paginator(rows.filter(fate=show), A_PAGE).get_page(request.GET.get("page"))
    shown = showing.rows(batch, page)
    context = {
        "batch": batch,
        "show": show,
        "undone": batch.state == State.UNDONE,
        "page": page,
        "rows": shown,
        "guesses": any(row.guesses for row in shown),
        "tabs": tabs(batch, counts, show),
        "counts": {str(fate): n for fate, n in counts.items()},
        "left": sum(counts[fate] for fate in LEFT),
        "form": form,
        "ticked": request.POST.getlist("rows"),
    }
    if batch.state == State.READY:
        context |= {"missing": queries.missing_from(batch), "reading": batch.reading}
        return render(request, "exchange/preview.html", context, status=422 if form else 200)
    return render(
        request,
        "exchange/result.html",
        context
        | {
            "may_undo": not policies.why_not_undo(batch, request.member, now()),
            "until": undo_until(batch),
            "kept": showing.rows(batch, kept),
            **gone(batch),
        },
    )


def kept_of(batch: Batch, rows: QuerySet[BatchRow]) -> list[BatchRow]:
    """What undoing left as it is: listed by itself, and under no tab of what was undone."""
    return [row for row in rows if row.result.get("kept")] if batch.counts.get("kept") else []


def gone(batch: Batch) -> dict[str, int]:
    """How many of the learners it brought undoing took out, and how many stayed."""
    stay = sum(row.fate == Fate.NEW for row in kept_of(batch, batch.rows.all()))
    return {"stay": stay, "gone": batch.counts.get(Fate.NEW, 0) - stay}


def undo_until(batch: Batch) -> Any:
    return batch.applied_at + policies.UNDO_FOR if batch.applied_at else None


def chosen(show: str, counts: Counter[str], state: str = State.READY) -> str:
    """The tab asked for, else the first that needs a person or, once undone, that was undone; else the first that holds
    anything.
    """
    needs, done = [Fate.WRONG, Fate.POSSIBLE], [Fate.NEW, Fate.UPDATED]
    order = [*(done + needs if state == State.UNDONE else needs + done), Fate.UNCHANGED, Fate.LEFT_OUT]
    if show in order:
        return show
    return next((fate for fate in order if counts[fate]), Fate.NEW)


def tabs(batch: Batch, counts: Counter[str], show: str) -> list[dict[str, Any]]:
    return [
        {"text": title, "href": f"?show={fate}", "current": show == fate, "count": counts[fate]}
        for fate, title in showing.tabs(batch)
        if counts[fate] or fate != Fate.LEFT_OUT
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@at_school(Permission.LEARNERS_IMPORT)
def decide(request: SchoolRequest, pk: int) -> HttpResponse:
    """The same for all the ticked rows. Asked for by its address, as by a tab of the page with errors: the rows."""
    batch = the_batch(request, pk)
    then = to(request, "one", pk=pk)
    if request.method != "POST":
        return redirect(f"{then}?{request.GET.urlencode()}")
    numbers = list(queries.rows_for(batch, request.member, today()).values_list("number", flat=True))
    form = ManyForm(request.POST, numbers=numbers, auto_id="%s")
    if not form.is_valid():
        return looked_at(request, batch, form)
    try:
        decide_as(batch, request.member, **form.cleaned_data)
    except Refused as refusal:
        form.add_error("note" if form.cleaned_data["what"] == "accept" else None, str(refusal))
        return looked_at(request, batch, form)
    messages.success(request, showing.outcome(list(batch.rows.filter(number__in=form.cleaned_data["rows"]))))
    return redirect(f"{then}?show={chosen(request.POST.get('show', ''), Counter())}")


def decide_as(batch: Batch, by: Membership, *, what: str, rows: list[int], note: str) -> None:
    """What the button that was pressed stands for."""
    if what == "guess":
        operations.use_guesses(batch=batch, numbers=rows, by=by)
    else:
        operations.decide(batch=batch, numbers=rows, by=by, new=what == "new", accept=what == "accept",
                          leave_out=what == "leave_out", note=note)


@require_http_methods(["GET", "HEAD", "POST"])
@at_school(Permission.LEARNERS_IMPORT)
def apply(request: SchoolRequest, pk: int) -> HttpResponse:
    """What will happen, to how many; then it happens."""
    batch = the_batch(request, pk)
    if request.method == "POST":
        return put_in(request, batch)
    if batch.state != State.READY:
        return redirect(to(request, "one", pk=pk))
    counts = queries.counts(queries.rows_for(batch, request.member, today()))
    return render(
        request,
        "exchange/apply.html",
        {
            "batch": batch,
            "counts": {str(fate): n for fate, n in counts.items()},
            "going": counts[Fate.NEW] + counts[Fate.UPDATED],
            "left": sum(counts[fate] for fate in LEFT),
            "missing": queries.missing_from(batch),
        },
    )


def put_in(request: SchoolRequest, batch: Batch) -> HttpResponse:
    """Few rows at once, many by the worker."""
    then = to(request, "one", pk=batch.pk)
    try:
        if batch.total > IN_ONE_GO:
            operations.begin_apply(batch=batch, by=request.member)
            tasks.apply.enqueue(batch.pk, request.member.pk)
        else:
            operations.apply(batch=batch, by=request.member, now=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(then)


@require_http_methods(["GET", "HEAD", "POST"])
@at_school(Permission.LEARNERS_IMPORT)
def undo(request: SchoolRequest, pk: int) -> HttpResponse:
    """What undoing takes away; then it does."""
    batch = the_batch(request, pk)
    then = to(request, "one", pk=pk)
    if request.method == "POST":
        return do(
            request,
            lambda: operations.undo(batch=batch, by=request.member, now=now(), on=today()),
            "The import is undone.",
            then,
        )
    if sentence := policies.why_not_undo(batch, request.member, now()):
        messages.error(request, sentence)
        return redirect(then)
    made, changed, kept = sorted_out(batch, request.member, today())
    shown = queries.rows_for(batch, request.member, today()).filter(pk__in=[row.pk for row in kept])
    gone, back = ([one.pk for row, one in rows.items() if row not in kept] for rows in (made, changed))
    groups, used = queries.groups_after_undoing(batch, gone + back)
    return render(request, "exchange/undo.html", {
        "batch": batch, "gone": len(gone), "back": len(back), "kept": len(kept), "groups": groups, "used": used,
        "staying": showing.rows(batch, shown)})  # fmt: skip


@require_safe
@at_school(Permission.LEARNERS_IMPORT)
def left(request: SchoolRequest, pk: int) -> HttpResponse:
    """What did not go in, to mend and send again."""
    batch = the_batch(request, pk)
    rows = list(queries.rows_for(batch, request.member, today()).filter(fate__in=LEFT))
    if not rows or not batch.reading:
        messages.error(request, "There is nothing left of this file.")
        return redirect(to(request, "one", pk=pk))
    return spreadsheet(leaving.left_over(batch, rows), f"joiners-left-{batch.sent_at:%Y-%m-%d}.xlsx")
