"""manage.py verify: is everything that must not change as it was written?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from goldenthread.config.ties import CHECKS


class Command(BaseCommand):
    help = "Looks for what was changed behind the product's back; a sentence for each, and exit status 1."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for title, check in CHECKS:
            sentences = list(check())
            wrong += len(sentences)
            self.stdout.write(f"{title}: {'in order' if not sentences else f'{len(sentences)} wrong'}")
            for sentence in sentences:
                self.stderr.write(f"  {sentence}")
        if wrong:
            raise CommandError(f"{wrong} found. Take a copy of the database now, before anything else is written.")
