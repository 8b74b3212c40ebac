"""Role by permission, written by hand a second time: what people.roles says has to be what somebody meant."""

import pytest

from goldenthread.people.permissions import Permission as P
from goldenthread.people.roles import ROLES

# The columns in the order of COLUMNS below.
#                  set  mem  imp  man  exp  acc  list wri  out  pro  plan dra  arr  iss  cou  aud  bka  bkc  tak
TABLE = """
senco_admin        yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
senco_team         -    -    yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  -    yes  -    yes  yes  -
designated_teacher -    -    -    -    -    -    yes  yes  yes  yes  yes  yes  -    -    -    -    yes  -    -
teacher            -    -    -    -    -    -    yes  yes  yes  yes  yes  yes  -    -    -    -    yes  -    -
teaching_assistant -    -    -    -    -    -    yes  yes  -    yes  yes  yes  -    -    -    -    -    -    -
governor           -    -    -    -    -    -    -    -    -    -    -    -    -    -    yes  -    -    -    -
head               -    -    -    -    -    -    -    -    -    -    -    -    -    -    yes  -    -    -    -
professional       -    -    -    -    -    -    yes  yes  yes  -    yes  yes  -    -    -    -    -    -    -
parent             -    -    -    -    -    -    -    -    -    -    yes  -    -    -    -    -    -    -    -
learner            -    -    -    -    -    -    -    -    -    -    yes  -    -    -    -    -    -    -    -
system             yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  -    yes  yes  yes  yes  yes
"""
COLUMNS = [
    P.SCHOOL_SETTINGS, P.MEMBERS_MANAGE, P.LEARNERS_IMPORT, P.LEARNERS_MANAGE, P.LEARNERS_EXPORT, P.ACCESS_MANAGE,
    P.LEARNERS_LIST, P.RECORD_WRITE, P.OUTCOMES_SET, P.PROGRESS_NOTE, P.PLAN_READ, P.DRAFT_READ, P.PLAN_ARRANGE,
    P.PLAN_ISSUE, P.COUNTS_READ, P.AUDIT_READ, P.BANK_ADD, P.BANK_CURATE,
    P.LEARNERS_TAKE_OUT,
]
WANTED = {role: dict(zip(COLUMNS, cells, strict=True)) for role, *cells in map(str.split, TABLE.strip().splitlines())}


def test_the_table_names_every_role_and_every_permission():
    assert set(WANTED) == set(ROLES)
    assert set(COLUMNS) == set(P)


@pytest.mark.parametrize("permission", P, ids=lambda p: p.name)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_what_the_table_says(role, permission):
    assert (permission in ROLES[role].may) == (WANTED[role][permission] == "yes")


def test_only_the_senco_team_sees_every_learner_and_only_family_and_learners_are_not_staff():
    assert {role for role in ROLES if ROLES[role].sees_all} == {"senco_admin", "senco_team", "system"}
    assert {role for role in ROLES if not ROLES[role].staff} == {"parent", "learner", "system"}
    assert {role: ROLES[role].kind for role in ROLES} == {
        "senco_admin": "senco", "senco_team": "senco", "designated_teacher": "staff", "teacher": "staff",
        "teaching_assistant": "staff", "governor": "oversight", "head": "oversight", "professional": "professional",
        "parent": "family", "learner": "learner", "system": "system"}


@pytest.mark.parametrize(("role", "words"), [
    ("senco_admin", "SENCO admin"), ("teaching_assistant", "teaching assistant"),
    ("professional", "professional from outside")])
def test_a_title_inside_a_sentence_keeps_its_capitals(role, words):
    assert ROLES[role].in_a_sentence == words
