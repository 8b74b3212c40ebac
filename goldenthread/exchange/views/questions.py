"""What the file does not say by itself: which column is which, day or month first, whether names look right."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldenthread.audit.refusals import Refused
from goldenthread.exchange import operations, reading
from goldenthread.exchange.forms import ColumnsForm, QuestionsForm
from goldenthread.exchange.grid import Grid, Unreadable
from goldenthread.exchange.headings import LOOK_DOWN, find, is_unwanted
from goldenthread.exchange.models import Batch, BatchFile
from goldenthread.exchange.queries import remembered
from goldenthread.exchange.views.doing import read_now_or_later, the_batch, to
from goldenthread.exchange.workbook import letter
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission

SAMPLES = 3


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
    form = ColumnsForm(request.POST or None, columns=titles(grid, headings.row, known), initial=initial)
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


def titles(grid: Grid, row: int, known: Mapping[str, str]) -> list[str]:
    """Each column by its heading and some of what is in it; of what is known to be of no use to us the heading alone,
    for there are passwords and dinner money among it.
    """
    top = grid.rows[: LOOK_DOWN + SAMPLES]
    heads = next((r.cells for r in top if r.number == row), ())
    below = [r for r in top if r.number > row and not r.is_blank][:SAMPLES]
    width = max((len(r.cells) for r in [*below, *(r for r in top if r.number == row)]), default=0)
    found = []
    for column in range(width):
        head = heads[column].text.strip() if column < len(heads) else ""
        samples = [r.cells[column].text.strip()[:30] for r in below if column < len(r.cells)]
        shown = "" if is_unwanted(head, known) else ", ".join(filter(None, samples))
        found.append(f"{letter(column + 1)}: {head or 'no heading'}" + (f" (as in {shown})" if shown else ""))
    return found
