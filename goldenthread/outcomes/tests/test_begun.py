"""A new target that nobody has pressed Save on: kept for whoever typed it, and no outcome."""

from goldenthread.outcomes.models import Outcome
from goldenthread.outcomes.tests.test_pages import at, posted


def by_itself(client, cast, **more):
    data = posted(writer=cast.khan.pk, due_on_day="1", due_on_month="Feb", due_on_year="", level="step", **more)
    return client.post(at(cast, "new"), data, headers={"Accept": "application/json"})


def test_what_nobody_pressed_save_on_is_no_target_and_there_again_for_its_writer_alone(cast, client_for):
    client = client_for(cast.khan)
    assert by_itself(client, cast, wording="CNRY will get").json() == {"begun": "10:00"}
    assert not Outcome.objects.exists()
    for elsewhere in (client.get(at(cast)), client_for(cast.tom).get(at(cast, "new"))):
        assert "CNRY" not in elsewhere.content.decode()
    page = client.get(at(cast, "new"))
    shown = [page.context["form"][name].value() for name in ("wording", "level", "due_on")]
    assert shown == ["CNRY will get", "step", ["1", "Feb", ""]]
    assert "It is kept for you alone" in page.content.decode()
    client.post(at(cast, "new"), posted(wording="CNRY will get"))
    assert Outcome.objects.get().wording == "CNRY will get"
    assert client.get(at(cast, "new")).context["begun"] is None


def test_what_was_begun_is_gone_once_it_is_emptied_or_thrown_away_and_refused_where_it_is_too_long(cast, client_for):
    client = client_for(cast.khan)
    assert "at most 2,000 fit" in by_itself(client, cast, wording="a" * 2_001).json()["why"]
    by_itself(client, cast)
    assert by_itself(client, cast, wording=" ").json() == {"begun": ""}
    by_itself(client, cast)
    page = client.post(at(cast, "new"), {"throw_away": "1"}, follow=True)
    assert "Thrown away. You can begin anew." in page.content.decode()
    assert page.context["begun"] is None
