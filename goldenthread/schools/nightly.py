"""What the worker does every night. Rooms say what, from config; all of it may be done twice."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django_tasks import task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult, get_date_max

from goldenthread.schools.clock import now
from goldenthread.schools.models import School

LONDON = ZoneInfo("Europe/London")
# After midnight and after the hour that British summer time takes away.
BEGINS = 2
# Behind what somebody waits for: letters, PDFs, imports.
BEHIND = -50


@dataclass(frozen=True)
class Job:
    """A task and the hour of London's day from which it is done: for each school, whose number it takes, or once."""

    task: Task[Any, Any]
    hour: int = BEGINS
    each_school: bool = True


JOBS: list[Job] = []


@task()
def tonight() -> None:
    """Put the jobs of this day on the queue, and itself for the next day. All of it or nothing."""
    moment = now()
    day = moment.astimezone(LONDON).date()
    schools = [(pk,) for pk in School.objects.order_by("pk").values_list("pk", flat=True)]
    with transaction.atomic():
        if not waiting(moment):
            tonight.using(run_after=at_hour(day + timedelta(days=1), BEGINS)).enqueue()
        for job in JOBS:
            timed = job.task.using(priority=BEHIND, run_after=at_hour(day, job.hour))
            for args in schools if job.each_school else [()]:
                timed.enqueue(*args)


def begin() -> None:
    """Called by each worker as it starts: where no night is waited for, this day's jobs are done now."""
    if tonight.get_backend().supports_defer and not on_the_queue().exists():
        tonight.enqueue()


def on_the_queue() -> Any:
    return DBTaskResult.objects.filter(task_path=tonight.module_path, status="READY")


def waiting(moment: datetime) -> bool:
    """Whether a night to come is on the queue: two workers that started at once must not make two chains."""
    return bool(on_the_queue().filter(run_after__gt=moment, run_after__lt=get_date_max()).exists())


def at_hour(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), LONDON)
