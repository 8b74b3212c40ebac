"""A meeting day that makes something late: said once before it is kept, wherever an annual review's meeting is set."""

from datetime import date

from goldenthread.people.doors import SchoolRequest
from goldenthread.reviews.clocks.late import late_if_met, why_no_meeting
from goldenthread.reviews.models import Process
from goldenthread.schools.clock import today


def late_then(request: SchoolRequest, process: Process | None, held_on: date) -> list[str]:
    """That this day is no school day, and what it would make late in the annual review under way; nothing where that
    has been shown for this very day (see _late.html).
    """
    if request.POST.get("late") == held_on.isoformat():
        return []
    closed = why_no_meeting(request.school, held_on, today())
    return [*filter(None, [closed]), *(late_if_met(process, held_on, today()) if process else [])]
