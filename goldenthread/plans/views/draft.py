"""The draft: composed live, for those let in, with how far each section is and where to write."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from goldenthread.learners.policies import Reader
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.plans import policies, reading
from goldenthread.plans.composing import compose_many, currents_of, load_page, mark_of
from goldenthread.plans.held_back import held_back
from goldenthread.plans.kept import others
from goldenthread.plans.models import Plan
from goldenthread.plans.rendering import screen
from goldenthread.plans.states import Section
from goldenthread.plans.templates import Part
from goldenthread.plans.views.finding import address, draft_at, elsewhere, learner_photo, seen, show
from goldenthread.schools.clock import today
from goldenthread.story.fields import FIELDS

MARK = {Section.NOT_STARTED: "note", Section.IN_PROGRESS: "draft", Section.COMPLETE: "met", Section.NOT_NEEDED: "note"}


@require_safe
@at_school(Permission.DRAFT_READ)
def page(request: SchoolRequest, pk: int, type: str) -> HttpResponse:
    plan, reader = draft_at(request, pk, type)
    return show_draft(request, plan, reader)


def show_draft(request: SchoolRequest, plan: Plan, reader: Reader) -> HttpResponse:
    on = today()
    loaded = load_page(plan, on, mark_of(plan.learner))
    currents, gone = currents_of([plan]), reading.withdrawn(plan, on)
    whole = compose_many([plan], on, loaded=loaded, current=currents, back={plan.pk: gone})[0]
    copy, current = reading.draft_copy(whole, reader), currents.get(plan.pk)
    version = current.version if current else None
    shown = screen.page(copy, learner_photo(reader))
    same: dict[str, str] = {}
    if current:
        issued = reading.copy_for(current.version, current.document, reader, gone, reading.audiences_in(loaded, plan))
        same = reading.unchanged(current.version, issued, copy)
    standings = reading.section_standings(plan, whole, same)
    seen(reader)
    sections = [with_standing(plan, section, standings, reader) for section in shown["sections"]]
    return show(
        request, "draft.html", reader, stands=str(version) if version else None, now=present_in(loaded, reader),
        plan=plan, page=shown, sections=sections, version=version,
        missing=policies.to_do(plan, whole, reading.unneeded(standings), on),
        changed=sum(each["key"] not in same for each in sections),
        complete=sum(each["standing"].state in {Section.COMPLETE, Section.NOT_NEEDED} for each in sections),
        total=len(sections),
        may_arrange=request.member.may(Permission.PLAN_ARRANGE),
        may_mark=request.member.may(Permission.RECORD_WRITE),
        may_issue=not policies.why_not_issue_as(reader, plan, on),
        held_back=0 if policies.why_not_act_as(reader, plan, on) else held_back(plan.learner, gone),
        others=others(reader, plan.type, on),
    )


def present_in(loaded: dict[str, Any], reader: Reader) -> dict[str, Any] | None:
    """As learners.queries.at_present, from what was loaded to compose; None for a plan that shows no facts."""
    if "facts" not in loaded:
        return None
    place, stage = (loaded["facts"][kind].get(reader.learner.pk) for kind in ("place", "stage"))
    return {"nc_year": place and place.nc_year, "tutor_group": place and place.tutor_group,
            "stage": stage and stage.stage}


def with_standing(plan: Plan, section: dict[str, Any], standings: dict[str, Any], reader: Reader) -> dict[str, Any]:
    """A section as arranged for the screen, with how far it is and where its content is written."""
    standing, part = standings[section["key"]], plan.as_template.part(section["key"])
    mark = "changed" if standing.reopened else "note" if standing.as_in else MARK[standing.state]
    return section | {"standing": standing, "mark": mark,
                      "links": list(places_to_write(part, reader, address(reader, "draft", type=plan.type))),
                      "links_say": "Write under" if part.fields else "Change"}


def places_to_write(part: Part, reader: Reader, draft: str) -> Iterator[dict[str, str]]:
    """Where what this section shows is written (once, for every plan that shows it), with the way back to it here."""
    back = urlencode({"next": f"{draft}#section-{part.key}"})
    for key in part.fields:
        if reader.may_read(FIELDS[key].audience):
            yield {"text": FIELDS[key].title, "href": f"{elsewhere(reader, 'story:new', field=key)}?{back}"}
    name, text, needed = OTHER_PLACES.get(part.builder, ("", "", None))
    if needed and reader.member.may(needed):
        yield {"text": text, "href": elsewhere(reader, name)}


OTHER_PLACES = {
    "outcomes": ("outcomes:list", "outcomes", Permission.RECORD_WRITE),
    "needs": ("learners:needs", "needs", Permission.LEARNERS_MANAGE),
    "facts": ("learners:details", "details", Permission.LEARNERS_MANAGE),
}
