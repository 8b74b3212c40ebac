"""manage.py close_account: for somebody who is to come in nowhere any more."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from goldenthread.audit.refusals import Refused
from goldenthread.people import operations
from goldenthread.people.hands import Hand
from goldenthread.people.models import User
from goldenthread.schools.clock import today


class Command(BaseCommand):
    help = "Closes an account and ends its memberships. What the person wrote stays, under their name."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login", help="e-mail address, or school-code/username")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(login=options["login"].lower()).first()
        if user is None:
            raise CommandError("There is no such account.")
        try:
            operations.close_account(user=user, by=Hand("The console", "console"), on=today())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{user.name} is signed out everywhere and can't sign in again.")
