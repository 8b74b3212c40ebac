"""Writing and changing one entry: the same page for both, which saves itself as one types."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from goldenthread.audit.operations import read
from goldenthread.audit.refusals import Refused
from goldenthread.learners.audiences import AUDIENCES
from goldenthread.learners.policies import Reader
from goldenthread.learners.queries import banner
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import now, today
from goldenthread.schools.forms import PARTS, Form
from goldenthread.schools.words import LONGEST, clean
from goldenthread.story import hooks, names, operations, queries
from goldenthread.story.fields import Field
from goldenthread.story.forms import WordsForm, narrowed, typed
from goldenthread.story.merging import together
from goldenthread.story.models import Entry
from goldenthread.story.operations import Conflict
from goldenthread.story.views.finding import entry_for, field_for, reader_at, way_back

# What stands folded away under the words.
BEHIND = ("happened_on", "how_gathered", "source_kind", "source_label", "audience")
NOT_YOURS = ("You are signed in as {}, and somebody else began to write this. Copy the words, and sign in as that "
             "person to save them.")

MEANWHILE = ("Somebody else saved this while you were writing, so yours is not saved yet. Below are both texts: choose "
             "one.")
CHOOSE = ("Not saved yet: somebody else saved this while you were writing. Keep yours, keep theirs or put both "
          "together, by one of the three buttons beside their words; then it can be saved.")
TOGETHER = "Not saved yet. Read it through and press Save."
LEFT_OUT = "{} wrote what stands. Your own words are kept among its earlier wordings, to be put back from there."
THROWN_AWAY = ("Thrown away: what you began is not in the record. It is kept at the foot of this page if you want it "
               "back.")


@require_http_methods(["GET", "POST"])
@at_school(Permission.RECORD_WRITE)
def new(request: SchoolRequest, pk: int, field: str) -> HttpResponse:
    """Write something new under a field."""
    reader = reader_at(request, pk)
    return answer(request, reader, field_for(reader, field), None)


@require_http_methods(["GET", "POST"])
@at_school(Permission.RECORD_WRITE)
def change(request: SchoolRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Change what is written in an entry."""
    reader = reader_at(request, pk)
    entry = entry_for(reader, uuid)
    if "throw_away" in request.POST:
        return throw_away(request, reader, entry)
    if "theirs" in request.POST:
        return keep_theirs(request, reader, entry)
    return answer(request, reader, field_for(reader, entry.field), entry)


def answer(request: SchoolRequest, reader: Reader, field: Field, entry: Entry | None) -> HttpResponse:
    if request.method == "GET":
        read(by=request.member, learner=reader.learner, now=now())
        again = earlier(reader, entry.revisions, request.GET.get("wording", "")) if entry else None
        begun = None if entry else queries.begun(reader.learner, field.key, reader.member)
        form = WordsForm(reader=reader, field=field, entry=entry, said_by=request.GET.get("said_by", ""), again=again,
                         begun=begun)
        return page(request, reader, field, form, entry=entry, again=again, begun=begun)
    form = WordsForm(request.POST, reader=reader, field=field, entry=entry)
    if entry and ("both" in request.POST or undecided(request, {"text": entry.text})):
        return conflict(request, reader, field, form, Conflict(request.POST.get("text", ""), entry))
    try:
        refuse_another_writer(request)
        told = begin(request, reader, field) if entry is None and not request.POST.get("said_by") else None
        if told or not form.is_valid():
            return told or refused(request, reader, field, form)
        saved = save(request, reader, field, form)
    except Refused as refusal:
        form.is_valid()
        form.add_error(None, str(refusal))
        return refused(request, reader, field, form)
    except Conflict as both:
        return conflict(request, reader, field, form, both)
    return kept(request, reader, saved, form)


def keep_theirs(request: SchoolRequest, reader: Reader, entry: Entry) -> HttpResponse:
    """Theirs stands; one's own words go among the earlier wordings, to be put back from there."""
    try:
        refuse_another_writer(request)
        operations.set_aside(entry=entry, text=request.POST.get("text", ""), by=reader.member, on=today(),
                             audience=audience_asked(request, entry))
    except Refused as refusal:
        form = WordsForm(request.POST, reader=reader, field=field_for(reader, entry.field), entry=entry)
        form.add_error(None, str(refusal))
        return refused(request, reader, field_for(reader, entry.field), form)
    messages.success(request, LEFT_OUT.format(entry.revised_by.name))
    record = reverse("story:record", args=[request.school.slug, reader.learner.pk])
    return redirect(way_back(request) or f"{record}#{entry.field}")


def audience_asked(request: SchoolRequest, entry: Entry) -> str:
    asked = request.POST.get("audience", "")
    return asked if asked in AUDIENCES else entry.audience


def earlier(reader: Reader, kept: Any, number: str) -> Any:
    """One of the wordings that were kept of a thing, where this reader may read it."""
    if not number.isdecimal() or len(number) > 6:
        return None
    before = kept.filter(revision=int(number)).select_related("revised_by").first()
    return before if before and reader.may_read(before.audience) else None


def began(request: SchoolRequest) -> str:
    """The number of the wording that both texts began with, as the page has it."""
    return request.POST.get("choose") or request.POST.get("revision", "")


def undecided(request: SchoolRequest, theirs: Mapping[str, str]) -> bool:
    """Whether both texts were shown, and neither one was chosen nor theirs put into its box."""
    return "choose" in request.POST and "mine" not in request.POST and any(
        text not in clean(request.POST.get(name, "")) for name, text in theirs.items())


def laid_together(request: SchoolRequest, theirs: Mapping[str, str], before: Mapping[str, str]) -> QueryDict:
    """What was posted, with their text and one's own together in each box; `before` is what both began with."""
    data = request.POST.copy()
    for name, text in theirs.items():
        data[name] = together(text, clean(data.get(name, "")), before.get(name, ""))
    return data


def say_what_to_choose(request: SchoolRequest, form: Form) -> None:
    """At the top of a page that shows both texts, also where they are in the box together by now."""
    form.add_error(None, TOGETHER if "both" in request.POST else CHOOSE if "choose" in request.POST else MEANWHILE)


def throw_away(request: SchoolRequest, reader: Reader, entry: Entry) -> HttpResponse:
    """"Not now", of a new entry that had saved itself already."""
    try:
        refuse_another_writer(request)
        operations.throw_away(entry=entry, by=request.member, on=today())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, THROWN_AWAY)
    return redirect(way_back(request) or reverse("story:record", args=[request.school.slug, reader.learner.pk]))


def refuse_another_writer(request: SchoolRequest) -> None:
    """Words typed by one person are never saved as another's who signed in on the same computer meanwhile."""
    if request.POST.get("writer") != str(request.member.pk):
        raise Refused(NOT_YOURS.format(request.member))


def begin(request: SchoolRequest, reader: Reader, field: Field) -> HttpResponse | None:
    """Keep what nobody has said whose words it is; the script is told so, and a form that was sent has yet to be
    answered.
    """
    begun = operations.begin(learner=reader.learner, field=field.key, words=typed(request.POST), by=reader.member,
                             on=today())
    if not by_itself(request) or "done" in request.POST:
        return None
    return JsonResponse({"begun": f"{localtime(begun.kept_at):%H:%M}" if begun else ""})


def save(request: SchoolRequest, reader: Reader, field: Field, form: WordsForm) -> Entry:
    """Write a new entry, or change the one that has this uuid: a page may have saved itself since it was opened."""
    uuid, revision = form.cleaned_data["uuid"], form.cleaned_data["revision"]
    there = Entry.objects.filter(uuid=uuid, learner=reader.learner, field=field.key).first() if revision else None
    if there:
        return save_change(request, reader, there, form)
    saved = operations.write(learner=reader.learner, field=field.key, uuid=uuid, by=reader.member, on=today(),
                             **form.words)
    operations.no_longer_begun(learner=reader.learner, field=field.key, by=reader.member)
    return saved


def save_change(request: SchoolRequest, reader: Reader, there: Entry, form: WordsForm) -> Entry:
    """Where somebody else saved meanwhile, what was left as it was found takes theirs; two new texts raise Conflict."""
    words, revision = form.words, form.cleaned_data["revision"]
    if before := earlier(reader, there.revisions, began(request)):
        if before.text in {there.text, words["text"]}:
            revision = there.revision
        words = touched(words, before, there)
    saved = operations.revise(entry=there, revision=revision, by=reader.member, on=today(), **words)
    if aside := request.POST.get("aside"):
        saved = operations.set_aside(entry=saved, text=aside, audience=form.words["audience"], by=reader.member,
                                     on=today())
    return saved


def touched(words: Mapping[str, Any], before: Any, theirs: Any) -> dict[str, Any]:
    """What was typed, with theirs wherever a box still holds what both began with."""
    return {name: getattr(theirs, name) if hasattr(before, name) and as_kept(value) == getattr(before, name) else value
            for name, value in words.items()}


def as_kept(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


def by_itself(request: SchoolRequest) -> bool:
    """Whether the page's script asks, rather than a form that was sent."""
    return request.headers.get("Accept") == "application/json"


def kept(request: SchoolRequest, reader: Reader, entry: Entry, form: WordsForm) -> HttpResponse:
    held = hooks.held(entry, reader)
    warning = " ".join(filter(None, [form.says_narrowed, names.warning(entry.text, reader), held.says if held else ""]))
    record = reverse("story:record", kwargs={"slug": request.school.slug, "pk": reader.learner.pk})
    back = way_back(request)
    where = back or f"{record}#{entry.field}"
    if not by_itself(request) or "done" in request.POST:
        messages.success(request, f"Saved in {reader.learner.first}’s record.")
        if warning:
            messages.warning(request, warning)
    if not by_itself(request):
        return HttpResponseRedirect(where)
    href = reverse("story:change", kwargs={"slug": request.school.slug, "pk": reader.learner.pk, "uuid": entry.uuid})
    href += f"?{urlencode({'next': back})}" if back else ""
    return JsonResponse({"revision": entry.revision, "at": f"{localtime(now()):%H:%M}", "href": href,
                         "warning": warning, "done": where, "boxes": gave_way(form.words, entry) | form.narrower_box})


def gave_way(words: Mapping[str, Any], saved: Any) -> dict[str, str]:
    """What the page's boxes have to hold from now on, where what they held gave way to somebody else's."""
    boxes: dict[str, str] = {}
    for name, sent in words.items():
        if (value := getattr(saved, name)) == as_kept(sent):
            continue
        if isinstance(value or sent, date):
            boxes |= {f"{name}_{part}": str(getattr(value, part, "")) for part in PARTS}
        else:
            boxes[name] = str(getattr(value, "pk", value) or "")
    return boxes


def refused(request: SchoolRequest, reader: Reader, field: Field, form: WordsForm) -> HttpResponse:
    if by_itself(request):
        why = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return JsonResponse({"why": why}, status=422)
    return page(request, reader, field, form, status=422)


def conflict(request: SchoolRequest, reader: Reader, field: Field, form: WordsForm, both: Conflict) -> HttpResponse:
    """409, with both texts; the next save from this page is a change of theirs."""
    theirs = both.theirs
    if by_itself(request):
        beside = {"theirs": theirs, "began": began(request), "says_narrowed": form.says_narrowed}
        html = render_to_string("story/_theirs.html", beside, request)
        return JsonResponse({"revision": theirs.revision, "theirs": {"text": theirs.text}, "html": html,
                             "boxes": form.narrower_box}, status=409)
    decided = "both" in request.POST
    before = earlier(reader, theirs.revisions, began(request))
    data = laid_together(request, {"text": theirs.text} if decided else {}, {"text": before.text} if before else {})
    if narrow := narrowed(data, theirs, reader):
        data["audience"] = narrow
    data["revision"] = str(theirs.revision)
    says_narrowed, form = form.says_narrowed, WordsForm(data, reader=reader, field=field, entry=theirs)
    say_what_to_choose(request, form)
    return page(request, reader, field, form, theirs=theirs, began=began(request), decided=decided, status=409,
                says_narrowed=says_narrowed)


def page(request: SchoolRequest, reader: Reader, field: Field, form: WordsForm, status: int = 200,
         **more: Any) -> HttpResponse:
    context = {
        "banner": banner(reader.learner, reader.member, today()), "learner": reader.learner, "field": field,
        "form": form, "writer": request.member.pk, "longest": f"{LONGEST:,}", "readers": AUDIENCES[field.audience],
        "next": way_back(request), "held": hooks.held(there, reader) if (there := more.get("entry")) else None,
        "sources_open": any(form[name].errors for name in BEHIND) if form.is_bound else False, **more}
    return render(request, "story/words.html", context, status=status)
