"""A target that was set by mistake, and taken out, is told of in no version."""

import pytest

from goldenthread.audit.refusals import Refused
from goldenthread.outcomes import operations as outcomes
from goldenthread.plans.composing import compose
from goldenthread.plans.tests.desk import OCTOBER


def begun(desk, wording):
    return outcomes.set_outcome(learner=desk.ada, level="term", wording=wording, by=desk.senco, on=OCTOBER)


def test_what_was_thrown_away_is_not_among_what_was_closed(desk):
    desk.issue("k1")
    outcomes.close(outcome=begun(desk, "Skips to school"), result="met", by=desk.senco, on=OCTOBER)
    slip = begun(desk, "Half a sen")
    outcomes.throw_away(outcome=slip, why="It was Leo’s", by=desk.senco, on=OCTOBER)
    told = compose(desk.plan, OCTOBER).as_json()
    assert "Skips to school" in told
    assert "Half a sen" not in told
    assert "Leo’s" not in told


def test_what_gave_way_before_anybody_was_told_of_it_is_not_among_what_was_closed(desk):
    desk.issue("k1")
    for wording, result in (("Half a thought", "partly_met"), ("Skips to school", "met")):
        outcomes.replace(outcome=begun(desk, wording), wording=f"Better than: {wording.lower()}", result=result,
                         by=desk.senco, on=OCTOBER)
    told = {node.data.get("wording") for node in compose(desk.plan, OCTOBER).nodes}
    assert "Half a thought" not in told
    assert {"Better than: half a thought", "Skips to school", "Better than: skips to school"} <= told


def test_what_a_version_tells_of_was_no_slip(desk):
    told = begun(desk, "Skips to school")
    desk.issue("k1")
    with pytest.raises(Refused, match="so it stays"):
        outcomes.throw_away(outcome=told, by=desk.senco, on=OCTOBER)
