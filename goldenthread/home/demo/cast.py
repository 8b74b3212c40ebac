"""Who works at an invented school, and how each signs in. Pure, but for `signins`, which looks who is really there."""

from dataclasses import dataclass
from random import Random

from django.conf import settings

from goldenthread.home.demo import names
from goldenthread.home.demo.bank import bank, seeded
from goldenthread.home.demo.known import at_home
from goldenthread.home.demo.schools import Child, Place
from goldenthread.people.models import Membership, User
from goldenthread.people.roles import ROLES

# One for everybody, on show: nothing behind it is real, and it is set only where settings.DEMO is on.
PASSWORD = "three gold threads"  # noqa: S105
SPECIALISTS = ("senco_admin", "senco_team", "designated_teacher", "head", "governor", "professional")


@dataclass(frozen=True)
class Person:
    """A member of staff. `groups` are the tutor groups they teach or help in; `shown` ones have a password."""

    role: str
    name: str
    called: str
    groups: tuple[str, ...] = ()
    shown: bool = False

    def login(self, slug: str) -> str:
        return f"{names.plain(self.name)}@{slug}.example"


@dataclass(frozen=True)
class Signin:
    """A way in to the demo, for the sign-in page and the command to show."""

    school: str
    role: str
    who: str
    login: str
    password: str


def staff(place: Place, roll: list[Child]) -> list[Person]:
    """The named staff of a named school, or invented ones; and a teacher and an assistant for every tutor group."""
    taken = at_home(place, roll)
    groups = sorted({child.tutor_group for child in roll})
    first = next((child.tutor_group for child in roll if child.cast == "learner"), groups[0])
    fixed = bank("places")["staff"].get(place.slug) or [
        {"role": role, "name": invented(place, role, taken).name} for role in ("senco_admin", "senco_team", "head")]
    people = [Person(row["role"], row["name"], row.get("called", row["name"]), shown=True)
              for row in fixed if row["role"] in SPECIALISTS]
    helped = [sorted({child.tutor_group for child in roll if child.nc_year in years}) for years in halves(place)]
    people += [named(place, fixed, "teacher", (group,), group == first, taken) for group in groups]
    people += [named(place, fixed, "teaching_assistant", tuple(groups), first in groups, taken)
               for groups in helped if groups]
    return people


def halves(place: Place) -> list[set[str]]:
    """The years that share a teaching assistant: two sets in a primary, each year in a secondary."""
    if place.phase == "primary":
        return [{"R", "1", "2", "3"}, {"4", "5", "6"}] if place.size > 60 else [{"R", "1", "2", "3", "4", "5", "6"}]
    return [{"7"}, {"8"}, {"9"}, {"10"}, {"11"}]


def named(place: Place, fixed: list[dict], role: str, groups: tuple[str, ...], is_cast: bool,
          taken: set[str]) -> Person:
    """The one of the cast who teaches or helps there, or somebody invented."""
    row = next((row for row in fixed if row["role"] == role), None)
    if is_cast and row:
        return Person(role, row["name"], row["called"], groups, shown=True)
    who = invented(place, f"{role}/{groups[0]}", taken)
    return Person(role, who.name, who.called, groups)


def invented(place: Place, purpose: str, taken: set[str]) -> Person:
    """Somebody whose name nobody at home has."""
    rng = seeded(place.slug, purpose)
    found = drawn(rng, purpose)
    while found.name in taken:
        found = drawn(rng, purpose)
    return found


def drawn(rng: Random, purpose: str) -> Person:
    household, which = names.family(rng), rng.choice(["mother", "mother", "mother", "father"])
    last = names.surname_for(household, "F" if which == "mother" else "M")
    title = "Mr" if which == "father" else rng.choice(["Miss", "Mrs", "Ms"])
    return Person(purpose, f"{names.parent(rng, household, which)} {last}", f"{title} {last}")


def signins() -> list[Signin]:
    """Every way in that is on show: nothing unless this is the demo, and only accounts that are there."""
    if not settings.DEMO:
        return []
    places = bank("places")
    shown = [Person(row["role"], row["name"], row["name"]).login(slug)
             for slug, rows in places["staff"].items() for row in rows]
    shown += [login for logins in places["families"].values() for login in logins]
    rows = Membership.objects.filter(user__login__in=shown, ends_on=None).select_related("user", "school")
    members = {member.user.login: member for member in rows if member.user}
    found = [Signin(members[login].school.name, titled(members[login]), members[login].name, login, PASSWORD)
             for login in shown if login in members]
    return sorted(found, key=lambda way: list(dict.fromkeys(way.school for way in found)).index(way.school)) + office()


def titled(member: Membership) -> str:
    title = ROLES[member.role].title
    return f"{title}, kept out by a court order" if member.name in bank("places")["kept_out"].values() else title


def office() -> list[Signin]:
    """Those who belong to no school."""
    rows = bank("places")["office"]
    there = set(User.objects.filter(login__in=[row["login"] for row in rows]).values_list("login", flat=True))
    return [Signin("The whole site", row["title"], row["name"], row["login"], PASSWORD)
            for row in rows if row["login"] in there]
