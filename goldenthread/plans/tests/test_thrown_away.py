"""A target that was only begun, and thrown away, is told of in no version."""

from goldenthread.outcomes import operations as outcomes
from goldenthread.plans.composing import compose
from goldenthread.plans.tests.desk import OCTOBER


def begun(desk, wording):
    return outcomes.set_outcome(learner=desk.ada, level="term", wording=wording, by=desk.senco, on=OCTOBER)


def test_what_was_thrown_away_is_not_among_what_was_closed(desk, monkeypatch):
    desk.issue("k1")
    outcomes.close(outcome=begun(desk, "Skips to school"), result="met", by=desk.senco, on=OCTOBER)
    slip = begun(desk, "Half a sen")
    monkeypatch.setattr("goldenthread.outcomes.policies.localdate", lambda at: OCTOBER)
    outcomes.throw_away(outcome=slip, by=desk.senco, on=OCTOBER)
    told = compose(desk.plan, OCTOBER).as_json()
    assert "Skips to school" in told
    assert "Half a sen" not in told
