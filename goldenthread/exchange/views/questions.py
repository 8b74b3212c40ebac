"""What the file does not say by itself: which column is which, day or month first, whether names look right."""


from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldenthread.audit.refusals import Refused
from goldenthread.exchange import operations, reading
from goldenthread.exchange.forms import ColumnsForm, QuestionsForm
from goldenthread.exchange.grid import Grid, Unreadable
from goldenthread.exchange.headings import find
from goldenthread.exchange.models import Batch, BatchFile
from goldenthread.exchange.queries import remembered
from goldenthread.exchange.samples import titles
from goldenthread.exchange.views.doing import read_now_or_later, the_batch, to
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@at_school(Permission.LEARNERS_IMPORT)
def questions(request: SchoolRequest, pk: int) -> HttpResponse:
    """Asked once for the file; its rows are then checked afresh."""
    batch = the_batch(request, pk)
    if not batch.is_open or not batch.reading:
        return redirect(to(request, "one", pk=pk))
    told = batch.reading | {"order_asked": "order" in batch.answers}
    form = QuestionsForm(request.POST or None, reading=told, initial=batch.answers)
    if form.is_valid():
        # Names in an encoding just chosen are shown once more before they are believed.
        looked = form.cleaned_data.get("encoding", "") in {"", batch.answers.get("encoding")}
        if go_on(request, batch, form, form.cleaned_data | {"looked": looked}):
            return redirect(to(request, "one", pk=pk))
    return render(request, "exchange/questions.html", {"batch": batch, "form": form, "reading": batch.reading})


@require_http_methods(["GET", "HEAD", "POST"])
@at_school(Permission.LEARNERS_IMPORT)
def columns(request: SchoolRequest, pk: int) -> HttpResponse:
    """Which column is which; remembered for the school's next file."""
    batch = the_batch(request, pk)
    if not batch.is_open or not batch.reading:
        return redirect(to(request, "one", pk=pk))
    try:
        grid = whole(batch)
    except Unreadable as refusal:
        messages.error(request, str(refusal))
        return redirect(to(request, "upload"))
    known = remembered(batch.school)
    headings = find(grid.rows, known)
    initial = {"row": headings.row} | {f"c{c}": key for key, places in headings.columns.items() for c in places}
    form = ColumnsForm(request.POST or None, columns=titles(grid, headings.row, known), rows=grid.rows, initial=initial)
    if form.is_valid() and go_on(request, batch, form, {"columns": form.chosen, "row": form.cleaned_data["row"]}):
        texts = next((r.cells for r in grid.rows if r.number == form.cleaned_data["row"]), ())
        operations.remember(school=request.school, by=request.member, fields=form.chosen,
                            texts={n: cell.text for n, cell in enumerate(texts)})  # fmt: skip
        return redirect(to(request, "one", pk=pk))
    return render(request, "exchange/columns.html", {
        "batch": batch, "form": form, "missing": headings.missing + batch.reading.get("unsure", []),
        "unknown": batch.reading.get("unknown", [])})


def go_on(request: SchoolRequest, batch: Batch, form: QuestionsForm | ColumnsForm, answers: dict) -> bool:
    """Keep the answers and read again; a refusal goes on the form."""
    try:
        batch = operations.answer(batch=batch, answers=answers, by=request.member)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    read_now_or_later(batch, len(batch.file.content))
    return True


def whole(batch: Batch) -> Grid:
    """The file once more, for columns are shown with some of what is in them, and that is kept nowhere."""
    file = BatchFile.objects.filter(batch=batch).first()
    if file is None:
        raise Unreadable("The file has been let go since. Send it again.")
    return reading.read(file.content, encoding=batch.answers.get("encoding", ""),
                        include_hidden=bool(batch.answers.get("hidden")))  # fmt: skip
