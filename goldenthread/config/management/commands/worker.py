"""Background work: PDFs, mail, imports. `manage.py serve` starts one; run more where there is much to do."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from goldenthread.config.orphans import leave_with_parent


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options: object) -> None:
        leave_with_parent()
        call_command("db_worker", reload=False, queue_name="*", verbosity=0 if not options["verbosity"] else 1)
