"""Background work: PDFs, mail, imports. `manage.py serve` starts one; run more where there is much to do."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from goldenthread.config.orphans import leave_with_parent
from goldenthread.schools import nightly


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what waits, then end")

    def handle(self, *, once: bool, **options: object) -> None:
        leave_with_parent()
        if not once:
            nightly.begin()
        worker = Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=1,
            batch=once,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )
        worker.configure_signals()
        worker.run()
