"""+ New plan version: what has changed, what is missing, who has not been heard, who will see it; and one button."""

import secrets
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.audit.refusals import Refused
from goldenthread.learners.audiences import READS
from goldenthread.learners.policies import Reader
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.plans import operations, policies, queries, reading
from goldenthread.plans.comparing import compare
from goldenthread.plans.composing import compose
from goldenthread.plans.document import Document
from goldenthread.plans.forms import IssueForm
from goldenthread.plans.held_back import held_back
from goldenthread.plans.models import Plan, PlanVersion
from goldenthread.plans.readership import readers_moved, told_with_readers
from goldenthread.plans.reading import draft_copy, section_standings
from goldenthread.plans.review_dates import months_after
from goldenthread.plans.seen import shown_in
from goldenthread.plans.states import Section, State
from goldenthread.plans.summing_up import summed_up, told_one_by_one
from goldenthread.plans.views.finding import address, elsewhere, may, number_in, plan_at, seen, show, version_at
from goldenthread.schools.clock import now, today
from goldenthread.schools.forms import PARTS
from goldenthread.story.queries import voices
from goldenthread.story.voices import VOICES


@require_http_methods(["GET", "POST"])
@at_school(Permission.PLAN_ISSUE)
def page(request: SchoolRequest, pk: int, type: str) -> HttpResponse:
    plan, reader = plan_at(request, pk, type)
    on = today()
    may(policies.why_not_issue(plan, request.member, on))
    if "go" in request.POST:
        return keep_and_go(request, plan, reader)
    if "later" in request.POST:
        keep(request, plan)
        return JsonResponse({"at": f"{localtime(now()):%H:%M}"})
    form = IssueForm(request.POST or None, on=on)
    if form.is_valid():
        try:
            made = operations.issue(plan=plan, by=request.member, on=on, key=request.POST.get("key", ""),
                                    after=number_in(request, "after"), shown=request.POST.get("shown"),
                                    **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            request.session.pop(kept_under(plan, number_in(request, "after")), None)
            return redirect(address(reader, "issued", type=type, number=made.label))
    known = before_issuing(plan, reader)
    if not known["unchanged"]:
        del form.fields["although_unchanged"]
    suggested = {"review_by": proposed(plan), "what_changed": known.pop("for_everybody")}
    form.initial = suggested | request.session.get(kept_under(plan, known["after"]), {})
    return show(request, "issue.html", reader, form=form, key=request.POST.get("key") or secrets.token_urlsafe(24),
                **known, status=422 if form.errors else 200)


def keep_and_go(request: SchoolRequest, plan: Plan, reader: Reader) -> HttpResponse:
    """Off to what is missing, to the draft or back to the plan; what was typed is there again on the way back, without
    JavaScript too.
    """
    keep(request, plan)
    key = request.POST["go"]
    if key in {part.key for part in plan.as_template.sections}:
        return redirect(address(reader, "section", type=plan.type, key=key))
    if key == "compare" and (version := queries.current(plan)):
        return redirect(f"{address(reader, key, type=plan.type)}?old={version.label}&new=draft")
    if key in {"current", "draft", "issue"}:
        return redirect(address(reader, key, type=plan.type))
    return redirect(elsewhere(reader, "story:record"))


def keep(request: SchoolRequest, plan: Plan) -> None:
    """Every box of the page as typed, until the version it is typed for is issued; an emptied day is proposed anew."""
    day = [request.POST.get(f"review_by_{part}", "")[:20] for part in PARTS]
    request.session[kept_under(plan, number_in(request, "after"))] = {
        "what_changed": request.POST.get("what_changed", "")[:4_000],
        "although_unchanged": "although_unchanged" in request.POST} | ({"review_by": day} if any(day) else {})


def kept_under(plan: Plan, after: int) -> str:
    return f"to-issue-{plan.uuid}-{after}"


def proposed(plan: Plan) -> Any:
    """The day already agreed, while it can be kept; else as far ahead as the template says."""
    on = today()
    agreed = plan.review_by and not policies.why_not_review_by(plan.review_by, on)
    return plan.review_by if agreed else months_after(on, plan.as_template.review_months)


def before_issuing(plan: Plan, reader: Reader) -> dict[str, Any]:
    """What a SENCO should know before she presses the button."""
    on, version = today(), queries.current(plan)
    whole = compose(plan, on)
    standings = section_standings(plan, whole, reading.as_issued(version, draft_copy(whole, reader), reader))
    parts = [part for part in plan.as_template.sections if part.key in standings]
    comparison = compared(version, whole, reader)
    seen(reader)
    return {
        "plan": plan,
        "version": version,
        "unchanged": policies.why_unchanged(version, frozen(version), agreed(plan, whole)),
        "after": version.number if version else 0,
        "shown": shown_in(whole),
        "next": queries.next_number(plan),
        "comparison": comparison,
        "said": told_with_readers(summed_up(comparison), comparison, readers_since(version, whole, reader))
                if comparison else [],
        "for_everybody": in_words_for_everybody(version, whole, reader),
        "missing": policies.to_do(plan, whole, reading.unneeded(standings), on),
        "unfinished": [part for part in parts if standings[part.key].state == Section.IN_PROGRESS
                       and not standings[part.key].as_in],
        "unheard": unheard(reader, version),
        "held_back": held_back(plan.learner, reading.withdrawn(plan, on)),
        "readers": queries.readers(reader.learner, on),
    }


def frozen(version: PlanVersion | None) -> Document | None:
    """The words of the version in force, where there is one and it was not erased."""
    try:
        return reading.open_body(version) if version else None
    except reading.Erased:
        return None


def agreed(plan: Plan, whole: Document) -> Document:
    """The draft with the day that the page proposes: a day that has come is not proposed again."""
    return whole.with_meta(review_by=proposed(plan).isoformat())


def compared(version: PlanVersion | None, whole: Document, reader: Reader) -> Any:
    """The version in force beside the draft; nothing where there is no version, or its words were erased."""
    if version is None:
        return None
    try:
        return compare(reading.read(version, reader), reading.with_revisers(draft_copy(whole, reader)))
    except reading.Erased:
        return None


def readers_since(version: PlanVersion | None, whole: Document, reader: Reader) -> list[str]:
    """Whose readers are fewer, or more, than in the version in force."""
    before = frozen(version)
    return readers_moved(before, whole, draft_copy(whole, reader), reader) if before else []


def in_words_for_everybody(version: PlanVersion | None, whole: Document, reader: Reader) -> str:
    """A first wording of what changed, for the SENCO to make her own. Everybody will read it, so it is made from what
    everybody may read.
    """
    comparison = compared(version, whole, replace(reader, audiences=READS["learner"]))
    sentences = told_one_by_one(comparison) if comparison and not comparison.nothing else []
    return "\n".join(f"- {sentence}" for sentence in sentences)


def unheard(reader: Reader, version: PlanVersion | None) -> list[dict[str, Any]]:
    """Voices not heard since the version in force was issued (ever, for a first version), and when they last were."""
    since = version.issued_on if version else date.min
    return [{"voice": voice, "name": reader.learner.first if voice == "learner" else VOICES[voice], "last": last}
            for voice, last in voices(reader.learner).items() if last is None or last < since]


@require_safe
@at_school(Permission.PLAN_ISSUE)
def done(request: SchoolRequest, pk: int, type: str, number: tuple[int, int]) -> HttpResponse:
    """Say back what was done."""
    version, reader = version_at(request, pk, type, number)
    if version.standing.state != State.CURRENT:
        return redirect(address(reader, "version", type=type, number=version.label))
    before = queries.versions(version.plan).filter(number=version.number - 1).first()
    return show(request, "issued.html", reader, plan=version.plan, version=version, before=before,
                told=queries.family(reader.learner, today()))
