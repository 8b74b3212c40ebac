"""For whose eyes a thing is, and which audiences each kind of reader may read. Widest first."""

EVERYONE, FAMILY, PROFESSIONALS, STAFF, SENCO = "everyone", "family", "professionals", "staff", "senco"

AUDIENCES = {
    EVERYONE: "Everyone: the learner, the family, staff and professionals",
    FAMILY: "Adults: the family, staff and professionals, not the learner",
    PROFESSIONALS: "Staff and professionals",
    STAFF: "School staff who work with the learner",
    SENCO: "The SENCO's team only",
}
# Kinds of role (people.roles) by what they read. Oversight reads no learner's record at all.
READS: dict[str, frozenset[str]] = {
    "senco": frozenset(AUDIENCES),
    "system": frozenset(AUDIENCES),
    "staff": frozenset({EVERYONE, FAMILY, PROFESSIONALS, STAFF}),
    "professional": frozenset({EVERYONE, FAMILY, PROFESSIONALS}),
    "family": frozenset({EVERYONE, FAMILY}),
    "learner": frozenset({EVERYONE}),
    "oversight": frozenset(),
}
WIDTH = {audience: width for width, audience in enumerate(AUDIENCES)}


def narrower(one: str, other: str) -> str:
    """The one of two audiences that fewer people are in. They are nested, so that is always one of the two."""
    return max(one, other, key=WIDTH.__getitem__)
