"""A file comes in; the imports there have been; the template to fill in."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.audit.refusals import Refused
from goldenthread.exchange import leaving, operations, policies, queries, tasks
from goldenthread.exchange.forms import UploadForm
from goldenthread.exchange.models import Batch
from goldenthread.exchange.views.doing import read_now_or_later, the_batch, to
from goldenthread.learners.views.doing import do
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import now, today


@require_http_methods(["GET", "HEAD", "POST"])
@at_school(Permission.LEARNERS_IMPORT)
def upload(request: SchoolRequest) -> HttpResponse:
    """Choose a spreadsheet. Nothing is changed by sending it."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            batch = operations.stage(school=request.school, name=sent.name, content=sent.read(), on=today(),
                                     by=request.member, now=now())  # fmt: skip
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            tasks.purge_in_time(request.school, batch.sent_at)
            read_now_or_later(batch, sent.size)
            return redirect(to(request, "one", pk=batch.pk))
    waiting = [batch for batch in queries.batches(request.school)[:20] if batch.is_open]
    return render(request, "exchange/upload.html", {"form": form, "waiting": waiting})


@require_safe
@at_school(Permission.LEARNERS_IMPORT)
def history(request: SchoolRequest) -> HttpResponse:
    """Every import of the school: when, by whom, what became of it."""
    page = Paginator(queries.batches(request.school), 30).get_page(request.GET.get("page"))
    return render(request, "exchange/history.html", {"page": page})


@require_safe
@at_school(Permission.LEARNERS_IMPORT)
def template(request: SchoolRequest) -> HttpResponse:
    """The spreadsheet to fill in."""
    return spreadsheet(leaving.template(), "joiners-template.xlsx")


def spreadsheet(content: bytes, name: str) -> HttpResponse:
    """A download whose name names nobody."""
    answer = HttpResponse(content, content_type=leaving.XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@at_school(Permission.LEARNERS_IMPORT)
def cancel(request: SchoolRequest, pk: int) -> HttpResponse:
    """What cancelling throws away; then it does."""
    batch = the_batch(request, pk)
    if request.method != "POST":
        if sentence := policies.why_not_move(batch, Batch.State.CANCELLED):
            messages.error(request, sentence)
            return redirect(to(request, "one", pk=pk))
        decided = queries.rows_for(batch, request.member, today()).exclude(decision={}).count()
        return render(request, "exchange/cancel.html", {"batch": batch, "decided": decided})
    return do(
        request,
        lambda: operations.cancel(batch=batch, by=request.member),
        "The import is cancelled. The file and its rows are gone; nobody was changed.",
        to(request, "upload"),
    )
