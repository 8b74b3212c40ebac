"""manage.py forget_second: for a lost phone, where no other SENCO admin is there to help."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from goldenthread.people import operations
from goldenthread.people.hands import Hand
from goldenthread.people.models import User
from goldenthread.schools.clock import now


class Command(BaseCommand):
    help = "Takes somebody's second factors away; they set one up at their next sign-in. See that it is them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login", help="e-mail address")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(login=options["login"].lower()).first()
        if user is None:
            raise CommandError("There is no such account.")
        operations.start_anew(user=user, by=Hand("The console", "console"), about=user, now=now())
        self.stdout.write(f"{user.name} sets up a second factor when they next sign in.")
