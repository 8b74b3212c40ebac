"""Who may read what about a learner. Everything that shows a learner's record asks here."""

from dataclasses import dataclass
from datetime import date

from goldenthread.learners.audiences import READS
from goldenthread.learners.models import Learner
from goldenthread.people.models import Membership


@dataclass(frozen=True)
class Reader:
    """A member as a reader of one learner's record on a date: `kind` and the audiences it may read."""

    member: Membership
    learner: Learner
    kind: str
    audiences: frozenset[str]

    def may_read(self, audience: str) -> bool:
        return audience in self.audiences


def audiences_for(kind: str) -> frozenset[str]:
    """What a kind of role may read of a learner who is theirs to see."""
    return READS[kind]


def reader_of(member: Membership, learner: Learner, on: date) -> Reader:
    """The member as a reader of the learner; reads nothing where the learner is not theirs to see."""
    seen = Learner.objects.visible_to(member, on).filter(pk=learner.pk).exists()
    return reader_who_sees(member, learner) if seen else Reader(member, learner, member.kind, frozenset())


def reader_who_sees(member: Membership, learner: Learner) -> Reader:
    """As reader_of, for a learner already taken from `visible_to(member)`: asks the database nothing."""
    return Reader(member, learner, member.kind, READS[member.kind])


def may_read(member: Membership, learner: Learner, audience: str, on: date) -> bool:
    """May this member read a thing with this audience in this learner's record on this date?"""
    return reader_of(member, learner, on).may_read(audience)
