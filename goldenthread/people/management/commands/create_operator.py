"""manage.py create_operator: the first account of a new site, from the console and nowhere else."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from goldenthread.people import operations
from goldenthread.schools.clock import now


class Command(BaseCommand):
    help = "Makes an operator, who opens schools, and prints an address that works once, within 30 minutes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        address = operations.create_operator(email=options["email"], name=options["name"], now=now())
        self.stdout.write(f"{options['name']} can choose a password here, once, within 30 minutes:\n{address}")
