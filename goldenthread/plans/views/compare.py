"""Any two versions side by side, or a version and the draft."""


from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from goldenthread.learners.policies import Reader
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.plans import policies, queries, reading
from goldenthread.plans.comparing import Comparison, compare
from goldenthread.plans.document import Document
from goldenthread.plans.models import Plan, PlanVersion
from goldenthread.plans.readership import readers_moved, told_with_readers
from goldenthread.plans.summing_up import summed_up, told_one_by_one
from goldenthread.plans.views.finding import plan_at, seen, show
from goldenthread.schools.clock import today

DRAFT = "draft"


@require_safe
@at_school(Permission.PLAN_READ)
def page(request: SchoolRequest, pk: int, type: str) -> HttpResponse:
    plan, reader = plan_at(request, pk, type)
    versions = {version.label: version for version in queries.versions(plan)}
    let_in = not policies.why_not_read_draft(plan, request.member, today())
    names = ([DRAFT] if let_in else []) + list(versions)
    asked = request.GET.get("old"), request.GET.get("new")
    old, new = chosen(*asked, names)
    comparison, moved = compared(plan, reader, versions, old, new)
    if comparison and comparison.nothing and not moved and not any(asked) and new == DRAFT and len(versions) > 1:
        new, old = list(versions)[:2]  # the draft reads as the version does: what that changed is asked for
        comparison, moved = compared(plan, reader, versions, old, new)
    tell = told_one_by_one if reader.kind in {"family", "learner"} else summed_up
    seen(reader)
    name_old, name_new = (str(versions.get(name, "the draft")) for name in (old, new))
    return show(request, "compare.html", reader, plan=plan, old=old, new=new, name_old=name_old, name_new=name_new,
                choices=choices(names, versions), comparison=comparison,
                said=told_with_readers(tell(comparison), comparison, moved) if comparison else [])


def compared(plan: Plan, reader: Reader, versions: dict[str, PlanVersion], old: str,
             new: str) -> tuple[Comparison | None, list[str]]:
    """Two sides, and whose readers are others; nothing where the words of one were erased."""
    before, after = (opened(plan, reader, versions, name) if name else None for name in (old, new))
    if before is None or after is None:
        return None, []
    whole_old, whole_new = (reading.open_body(versions[name]) if name in versions else side
                            for name, side in ((old, before), (new, after)))
    return compare(before, after), readers_moved(whole_old, whole_new, after, reader)


def chosen(old: str | None, new: str | None, names: list[str]) -> tuple[str, str]:
    """What the address asks for; else the two newest. A version that is not there is not found."""
    new = new or (names[0] if names else "")
    old = old or next((name for name in names[names.index(new) + 1:] if new in names), "") if names else ""
    if any(name and name not in names for name in (old, new)):
        raise Http404
    return old, new


def choices(names: list[str], versions: dict[str, PlanVersion]) -> list[tuple[str, str]]:
    return [(name, reading.standing_words(versions[name]) if name in versions else "Draft") for name in names]


def opened(plan: Plan, reader: Reader, versions: dict[str, PlanVersion], name: str) -> Document | None:
    """One side; None where its words were erased."""
    if name == DRAFT:
        return reading.with_revisers(reading.draft_for(plan, reader, today()))
    try:
        return reading.with_revisers(reading.read(versions[name], reader))
    except reading.Erased:
        return None


