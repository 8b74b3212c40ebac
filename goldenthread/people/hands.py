"""Those who act without being a member of a school: the operator, and a person looking after their own account."""

from dataclasses import dataclass

from goldenthread.people.models import User
from goldenthread.schools.models import School


@dataclass(frozen=True)
class Hand:
    """Stands where a membership stands in `by`. `school_id` 0 is the chain of the whole site."""

    name: str
    role: str
    school_id: int = 0
    pk: int | None = None

    def __str__(self) -> str:
        return self.name


def operator(user: User, school: School | None = None) -> Hand:
    return Hand(user.name, "operator", school.pk if school else 0)


def own(user: User) -> Hand:
    """The person themself, whatever they are at which school."""
    return Hand(user.name, "own account", 0, None)
