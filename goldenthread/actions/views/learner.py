from django.http import HttpResponse
from django.views.decorators.http import require_safe

from goldenthread.actions import queries
from goldenthread.actions.views.finding import reader_at, show
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import today


@require_safe
@at_school(Permission.DRAFT_READ)
def page(request: SchoolRequest, pk: int) -> HttpResponse:
    """A learner's actions, beside the plan: what is to be done by whom, and what was."""
    reader = reader_at(request, pk)
    found = queries.of_learner(reader.learner, reader)
    left = [action for action in found if action.is_open]
    return show(request, "list", reader.learner, bundles=queries.by_when(left, today()), today=today(),
                closed=[action for action in found if not action.is_open], adrift=queries.out_of_reach(left, today()),
                may_write=request.member.may(Permission.RECORD_WRITE))
