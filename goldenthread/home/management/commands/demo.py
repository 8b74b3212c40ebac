"""manage.py demo: an invented trust to try everything on."""

import json
from dataclasses import asdict
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from goldenthread.home.demo.build import SIZES, build, build_office
from goldenthread.home.demo.cast import Signin, signins
from goldenthread.schools.clock import now, today


class Command(BaseCommand):
    """Makes the invented schools that are not there yet and prints every way in."""

    help = "Make an invented trust, the same every time, and print its sign-ins. Only in demo mode."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--size", choices=list(SIZES), default="primary",
                            help="primary: larkrise, 240 learners (the default); secondary: ashfield, 1,000; "
                                 "trust: 40 schools, 20,000 learners")

    def handle(self, *args: Any, size: str, verbosity: int, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo has a password that everybody knows. Set GOLDENTHREAD_DEMO=1 to say that no "
                               "real child is, or will be, in this database.")
        team = build_office(now())
        for place in SIZES[size]():
            began = monotonic()
            made = build(place, today(), team)
            told = f"{place.size:,} learners, {place.register} on the register, {monotonic() - began:.1f} s"
            if verbosity:
                self.stdout.write(f"{place.name}: {told if made else 'is there already'}")
        ways = signins()
        # The sign-in page shows what stands here; people is below home and cannot ask.
        (settings.DATA_DIR / "demo-signins.json").write_text(json.dumps([asdict(way) for way in ways]))
        if verbosity:
            self.tell(ways)

    def tell(self, ways: list[Signin]) -> None:
        self.stdout.write(f"\nEverybody's password is: {ways[0].password}" if ways else "")
        for school in dict.fromkeys(way.school for way in ways):
            self.stdout.write(f"\n{school}")
            for way in (way for way in ways if way.school == school):
                self.stdout.write(f"  {way.role:42} {way.who:18} {way.login}")
