"""Agreeing, doing, dropping, handing on: by whom, and what is refused."""

from datetime import timedelta
from uuid import uuid4

import pytest

from goldenthread.actions import operations, queries
from goldenthread.actions.models import Action
from goldenthread.actions.states import DONE, DROPPED, MOVES, OPEN, STATES
from goldenthread.audit.models import Event
from goldenthread.audit.queries import sentence
from goldenthread.audit.refusals import Refused
from goldenthread.learners.operations import block
from goldenthread.learners.policies import reader_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def agree(ada, senco, teacher, today):
    """An action of Mr Khan's for Ada, due in a week, unless said otherwise."""

    def agreed(what="Ring the speech therapist", **other):
        given = {"learner": ada, "why": "Agreed at the review", "owner": teacher, "due_on": today + timedelta(days=7),
                 "by": senco, "on": today, **other}
        return operations.agree(what=what, **given)

    return agreed


def seen(member, today):
    return set(Action.objects.visible_to(member, today))


def test_every_state_has_its_moves():
    assert set(MOVES) == set(STATES)


def test_what_was_agreed_is_its_owners_to_do(agree, teacher, ta, senco, today):
    action = agree(source=("reviews", "abc"))
    assert list(queries.of_member(teacher, today)) == [action]
    assert not queries.of_member(ta, today).exists()
    assert not queries.of_member(senco, today).exists()
    assert (action.state, action.owner_name, action.source_room, action.source_id) == (OPEN, "Imran Khan", "reviews",
                                                                                       "abc")


def test_with_nobody_named_it_is_for_whoever_holds_the_role(agree, senco, senco_team, today):
    action = agree(owner=None, owner_role="senco_team")
    assert list(queries.of_member(senco_team, today)) == [action]
    assert not queries.of_member(senco, today).exists()
    assert action.owner_name == "SENCO team"


def test_the_same_uuid_again_is_the_same_action(agree):
    key = uuid4()
    assert agree(uuid=key) == agree("Something else", uuid=key)
    assert Action.objects.get().what == "Ring the speech therapist"
    assert Event.objects.filter(kind="actions.agreed").count() == 1


def test_many_are_agreed_all_or_none(ada, senco, teacher, nia, today):
    def action(**other):
        return Action(**{"learner": ada, "what": "Ring", "owner": teacher, "due_on": today, **other})

    with pytest.raises(Refused):
        operations.agree_many(actions=[action(), action(owner=nia)], by=senco, on=today)
    assert not Action.objects.exists()
    made = operations.agree_many(actions=[action(), action(what="Write")], by=senco, on=today)
    assert [action.what for action in made] == ["Ring", "Write"]


@pytest.mark.parametrize(("other", "why"), [
    ({"what": " "}, "Write what will be done."),
    ({"what": "x" * 2_001}, "characters long"),
    ({"why": "x" * 2_001}, "characters long"),
    ({"due_on": None}, "by when"),
    ({"audience": "nobody"}, "from the list"),
    ({"owner": None, "owner_role": "system"}, "who will do it"),
    ({"owner": None, "owner_role": "caretaker"}, "who will do it"),
])
def test_what_cannot_be_agreed(agree, other, why):
    with pytest.raises(Refused, match=why):
        agree(**other)


def test_nothing_is_agreed_for_a_day_gone_by(agree, today):
    with pytest.raises(Refused, match="before 7 September 2026"):
        agree(due_on=today - timedelta(days=1))


def test_nobody_is_given_what_is_about_a_learner_they_cannot_see(agree, learner, governor):
    with pytest.raises(Refused, match="Imran Khan cannot see Leo’s record"):
        agree(learner=learner("Leo Nguyen"))
    with pytest.raises(Refused, match="Dev Patel cannot see Ada’s record"):
        agree(owner=governor)


def test_who_has_left_is_given_nothing(agree, teacher, today):
    teacher.ends_on = today - timedelta(days=1)
    teacher.save(update_fields=["ends_on"])
    with pytest.raises(Refused, match="not at this school any more"):
        agree()


@pytest.mark.parametrize("who", ["parent", "learner_member", "governor", "nia"])
def test_who_may_agree_nothing(agree, who, request):
    with pytest.raises(Refused):
        agree(by=request.getfixturevalue(who))


def test_nobody_writes_what_they_could_not_read(agree, teacher):
    with pytest.raises(Refused, match="could not read"):
        agree(by=teacher, audience="senco")


def test_what_is_about_no_learner_is_for_the_team_to_agree_and_its_owner_to_see(agree, senco, senco_team, teacher, ta,
                                                                               today):
    with pytest.raises(Refused, match="SENCO's team"):
        agree(learner=None, by=teacher)
    action = agree(learner=None)
    assert [who.name for who in (senco, senco_team, teacher, ta) if action in seen(who, today)] == [
        "Priya Shah", "Tom Reed", "Imran Khan"]


def test_readers_are_as_the_audience_says_and_its_owner_besides(agree, senco, senco_team, teacher, ta, professional,
                                                                parent, nia, today):
    staff, team = agree(), agree(audience="senco")
    assert seen(ta, today) == {staff}
    assert seen(teacher, today) == {staff, team}
    assert seen(senco_team, today) == {staff, team}
    assert seen(professional, today) == seen(parent, today) == seen(nia, today) == set()


def test_a_block_beats_being_the_owner(agree, ada, teacher, senco, today):
    action = agree()
    block(learner=ada, member=teacher, basis="Court order", by=senco, on=today)
    assert seen(teacher, today) == set()
    assert not queries.of_member(teacher, today).exists()
    with pytest.raises(Refused, match="not open to you"):
        operations.done(action=action, by=teacher, on=today)


def test_access_that_has_ended_ends_seeing_what_was_theirs(agree, teacher, today):
    agree()
    next_year = today.replace(year=2027, month=9)
    assert not queries.of_member(teacher, next_year).exists()


def test_done_dropped_and_open_again(agree, teacher, senco, today):
    action = operations.done(action=agree(), by=teacher, on=today)
    assert (action.state, action.closed_by, action.closed_on) == (DONE, teacher, today)
    assert operations.done(action=action, by=teacher, on=today) == action
    action = operations.reopen(action=action, by=senco, on=today)
    assert (action.state, action.closed_by, action.closed_on) == (OPEN, None, None)
    with pytest.raises(Refused, match="Say why"):
        operations.drop(action=action, why=" ", by=teacher, on=today)
    action = operations.drop(action=action, why="The clinic has closed", by=teacher, on=today)
    assert (action.state, action.dropped_why) == (DROPPED, "The clinic has closed")
    with pytest.raises(Refused, match="already marked “dropped”"):
        operations.done(action=action, by=teacher, on=today)
    told = [sentence(event) for event in Event.objects.filter(kind__startswith="actions.").order_by("number")]
    assert told == ["Priya Shah agreed an action for Imran Khan, due 14 September 2026.",
                    "Imran Khan marked an action done.", "Priya Shah opened an action again.",
                    "Imran Khan dropped an action, saying why."]


def test_only_its_owner_whoever_agreed_it_and_the_team_change_it(agree, teacher, ta, senco_team, today):
    action = agree(by=teacher)
    for change in (lambda: operations.done(action=action, by=ta, on=today),
                   lambda: operations.drop(action=action, why="No", by=ta, on=today),
                   lambda: operations.hand_to(action=action, owner=ta, by=ta, on=today),
                   lambda: operations.put_off(action=action, due_on=today, by=ta, on=today)):
        with pytest.raises(Refused, match="Only Imran Khan"):
            change()
    assert operations.done(action=action, by=senco_team, on=today).closed_by == senco_team


def test_it_is_handed_to_somebody_who_sees_the_learner(agree, ta, teacher, nia, governor, today):
    action = operations.hand_to(action=agree(), owner=ta, by=teacher, on=today)
    assert list(queries.of_member(ta, today)) == [action]
    told = sentence(Event.objects.get(kind="actions.handed_on"))
    assert told == "Imran Khan handed an action from Imran Khan to Jo Bell."
    for nobody in (nia, governor):
        with pytest.raises(Refused):
            operations.hand_to(action=action, owner=nobody, by=ta, on=today)
    operations.done(action=action, by=ta, on=today)
    with pytest.raises(Refused, match="Open it again"):
        operations.hand_to(action=action, owner=teacher, by=ta, on=today)


def test_its_day_can_be_moved_to_one_still_to_come(agree, teacher, today):
    action = operations.put_off(action=agree(), due_on=today + timedelta(days=30), by=teacher, on=today)
    assert action.due_on == today + timedelta(days=30)
    with pytest.raises(Refused, match="day to come"):
        operations.put_off(action=action, due_on=today - timedelta(days=1), by=teacher, on=today)


def test_a_learners_actions_cost_one_question(agree, ada, ta, today, django_assert_num_queries):
    later, sooner, shut = agree("Later", due_on=today + timedelta(days=9)), agree("Sooner"), agree("Shut")
    agree("Hidden", audience="senco")
    operations.done(action=shut, by=agree("x").owner, on=today)
    reader = reader_of(ta, ada, today)
    with django_assert_num_queries(1):
        found = queries.of_learner(ada, reader)
    assert [action.what for action in found] == ["Sooner", "x", "Later", "Shut"]
    assert later in found
    assert sooner in found
