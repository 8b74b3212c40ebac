"""Grants, places and blocks over years, against a plain list of who may see whom on which day."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.audit.refusals import Refused
from goldenthread.learners.models import Block, Grant, Group, GroupPlace, Learner
from goldenthread.learners.operations import (
    add_contact,
    block,
    end_grant,
    grant,
    lift_block,
    place,
    take_out,
    tie_contact,
)

FIRST = date(2026, 9, 1)
DAYS = st.integers(0, 700)
WHO, WHOM = st.sampled_from(["teacher", "ta", "parent"]), st.integers(0, 1)
STEPS = st.lists(st.one_of(
    st.tuples(st.just("grant"), WHO, WHOM, st.integers(0, 200)),
    st.tuples(st.just("group"), st.sampled_from(["teacher", "ta"]), WHOM, st.just(0)),
    st.tuples(st.just("end"), WHO, WHOM, st.just(0)),
    st.tuples(st.just("place"), WHO, WHOM, st.just(0)),
    st.tuples(st.just("out"), WHO, WHOM, st.just(0)),
    st.tuples(st.just("block"), WHO, WHOM, st.integers(0, 60)),
    st.tuples(st.just("lift"), WHO, WHOM, st.just(0)),
), max_size=12)


class Days:
    """The model: for each pair, the days on which something holds."""

    def __init__(self):
        self.direct, self.through, self.inside, self.blocked = ({} for _ in range(4))

    @staticmethod
    def add(table, key, start, end):
        table.setdefault(key, set()).update(range(start, end + 1))

    @staticmethod
    def cut(table, key, start):
        table[key] = {day for day in table.get(key, set()) if day < start}

    def sees(self, who, whom, day):
        granted = day in self.direct.get((who, whom), set()) or (
            day in self.through.get(who, set()) and day in self.inside.get(whom, set()))
        return granted and day not in self.blocked.get((who, whom), set())


@pytest.fixture
def world(learner, senco, teacher, ta, parent, school):
    group = Group.objects.create(school=school, name="Readers")
    learners = [learner("Leo Nguyen"), learner("Zofia Nowak")]
    for one in learners:
        contact = add_contact(learner=one, name=parent.name, by=senco, on=FIRST)
        tie_contact(contact=contact, member=parent, by=senco, on=FIRST)
    return {"teacher": teacher, "ta": ta, "parent": parent, "senco": senco, "group": group, "learners": learners}


def last_day_of_year(day):
    on = FIRST + timedelta(day)
    ends = date(on.year + (on.month >= 9), 8, 31)
    return (min(ends, date(2027, 8, 31)) - FIRST).days if on < date(2027, 9, 1) else None


@given(steps=STEPS, ask=st.lists(DAYS, min_size=1, max_size=4))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_who_sees_whom_is_what_was_given_less_what_was_taken(steps, ask, world):
    for rows in (Block, Grant, GroupPlace):
        rows.objects.all().delete()
    model, day = Days(), 0
    for n, (deed, who, whom, length) in enumerate(steps):
        day = min(day + n % 5 * 9, 360)
        try:
            apply(world, model, deed, who, whom, length, day)
        except Refused:
            continue
    for day in ask:
        for who in ("teacher", "ta", "parent"):
            seen = set(Learner.objects.visible_to(world[who], FIRST + timedelta(day)))
            assert seen == {one for whom, one in enumerate(world["learners"]) if model.sees(who, whom, day)}, (who, day)


def apply(world, model, deed, who, whom, length, day):
    """Do one thing in the product and in the model alike."""
    on = FIRST + timedelta(day)
    DEEDS[deed](world, model, (who, whom), length, day, {"by": world["senco"], "on": on})


def in_days(day, length):
    """The last day, as a number and as a date; none where no length was drawn."""
    return (day + length, FIRST + timedelta(day + length)) if length else (None, None)


def give(world, model, pair, length, day, by):
    member, staff = world[pair[0]], world[pair[0]].kind == "staff"
    ends = in_days(day, min(length, last_day_of_year(day) - day) if staff else length)
    grant(member=member, learner=world["learners"][pair[1]], ends_on=ends[1], **by)
    model.add(model.direct, pair, day, ends[0] or (last_day_of_year(day) if staff else FOREVER))


def give_group(world, model, pair, length, day, by):
    grant(member=world[pair[0]], group=world["group"], **by)
    model.add(model.through, pair[0], day, last_day_of_year(day))


def end(world, model, pair, length, day, by):
    for held in Grant.objects.filter(member=world[pair[0]]).not_over(by["on"]):
        end_grant(grant=held, **by)
    for whom in (0, 1):
        model.cut(model.direct, (pair[0], whom), day)
    model.cut(model.through, pair[0], day)


def put_in(world, model, pair, length, day, by):
    place(group=world["group"], learners=[world["learners"][pair[1]]], **by)
    model.add(model.inside, pair[1], day, FOREVER)


def put_out(world, model, pair, length, day, by):
    take_out(group=world["group"], learners=[world["learners"][pair[1]]], **by)
    model.cut(model.inside, pair[1], day)


def keep_out(world, model, pair, length, day, by):
    learner, member = world["learners"][pair[1]], world[pair[0]]
    held = Block.objects.live(by["on"]).filter(learner=learner, user=member.user).exists()
    ends = in_days(day, length)
    block(learner=learner, member=member, basis="Order", ordered=True, ends_on=ends[1], **by)
    if not held:
        model.add(model.blocked, pair, day, ends[0] or FOREVER)


def let_in(world, model, pair, length, day, by):
    for held in Block.objects.not_over(by["on"]).filter(learner=world["learners"][pair[1]], user=world[pair[0]].user):
        lift_block(block=held, **by)
    model.cut(model.blocked, pair, day)


FOREVER = 2_000
DEEDS = {"grant": give, "group": give_group, "end": end, "place": put_in, "out": put_out, "block": keep_out,
         "lift": let_in}
