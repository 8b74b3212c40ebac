"""The roles, as data that can be read aloud."""

from dataclasses import dataclass

from goldenthread.people.permissions import Permission as P


@dataclass(frozen=True)
class Role:
    """`kind` is how a member in this role stands to a learner's record; learners.audiences says what each kind reads.

    `sees_all`: the role itself lets its holder see every learner of the school; all others need a grant.
    `staff`: works for the school, and so must sign in with a second factor.
    """

    title: str
    kind: str
    may: frozenset[P]
    sees_all: bool = False
    staff: bool = True

    @property
    def in_a_sentence(self) -> str:
        """The title inside a sentence: "teaching assistant", but "SENCO admin"."""
        first = self.title.split()[0]
        return self.title if first.isupper() else self.title[0].lower() + self.title[1:]


WRITES = frozenset({P.LEARNERS_LIST, P.RECORD_WRITE, P.PROGRESS_NOTE, P.PLAN_READ, P.DRAFT_READ})
TEACHES = WRITES | {P.OUTCOMES_SET, P.BANK_ADD}
TEAM = TEACHES | {P.LEARNERS_IMPORT, P.LEARNERS_MANAGE, P.LEARNERS_EXPORT, P.ACCESS_MANAGE, P.PLAN_ARRANGE,
                 P.COUNTS_READ, P.BANK_CURATE}

ROLES: dict[str, Role] = {
    "senco_admin": Role("SENCO admin", "senco",
                        TEAM | {P.PLAN_ISSUE, P.MEMBERS_MANAGE, P.SCHOOL_SETTINGS, P.AUDIT_READ, P.LEARNERS_TAKE_OUT},
                        sees_all=True),
    "senco_team": Role("SENCO team", "senco", TEAM, sees_all=True),
    "designated_teacher": Role("Designated teacher", "staff", TEACHES),
    "teacher": Role("Teacher", "staff", TEACHES),
    # Writes observations and notes progress; what is aimed for is for others to set.
    "teaching_assistant": Role("Teaching assistant", "staff", WRITES),
    "governor": Role("Governor", "oversight", frozenset({P.COUNTS_READ})),
    "head": Role("Head teacher", "oversight", frozenset({P.COUNTS_READ})),
    "professional": Role("Professional from outside", "professional",
                         frozenset({P.LEARNERS_LIST, P.PLAN_READ, P.DRAFT_READ, P.RECORD_WRITE, P.OUTCOMES_SET})),
    "parent": Role("Parent or carer", "family", frozenset({P.PLAN_READ}), staff=False),
    "learner": Role("Learner", "learner", frozenset({P.PLAN_READ}), staff=False),
    # The school's own hand: nightly jobs act as it, nobody signs in as it. Issuing is for a person to answer for.
    "system": Role("Golden Thread", "system", frozenset(P) - {P.PLAN_ISSUE}, sees_all=True, staff=False),
}
