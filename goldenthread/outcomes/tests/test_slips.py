"""What was set by mistake is taken out, and nobody outside the school reads why."""

import pytest
from django.urls import reverse

from goldenthread.learners.policies import reader_who_sees
from goldenthread.outcomes import operations
from goldenthread.outcomes.queries import outcomes, seen_by
from goldenthread.outcomes.tests.test_pages import at, target  # noqa: F401 - a fixture
from goldenthread.story.tests.cast import DAY

pytestmark = pytest.mark.django_db
CHOICE = "It was set by mistake"


def test_it_is_one_of_the_ways_to_close_what_nothing_came_after(cast, client_for, target):  # noqa: F811
    client, there = client_for(cast.tom), at(cast, "close", uuid=target.uuid)
    for words in (CHOICE, "Unless it was set by mistake, it will show"):
        assert words in client.get(there).content.decode()
    done = client.post(there, {"result": "slip", "why": "It was CNRY’s target"}, follow=True).content.decode()
    assert "Taken out as one that was set by mistake: no plan tells of it." in done
    assert "Closed: stopped" not in done
    target.refresh_from_db()
    assert target.is_slip
    assert "It was CNRY’s target" in client.get(at(cast)).content.decode()
    for member, sees in ((cast.grace, []), (cast.helen, [target])):
        assert seen_by(reader_who_sees(member, cast.ada), outcomes(cast.ada)) == sees


def test_after_a_note_of_progress_it_is_closed_with_what_came_of_it(cast, client_for, target):  # noqa: F811
    operations.note_progress(outcome=target, judgement="expected", by=cast.jo, on=DAY)
    client, there = client_for(cast.khan), at(cast, "close", uuid=target.uuid)
    page = client.get(there).content.decode()
    assert "It will show in the next version" in page
    assert "set by mistake" not in page
    assert client.post(there, {"result": "slip"}).status_code == 422
    target.refresh_from_db()
    assert target.is_open


def test_another_set_in_the_place_of_one_long_due_waits_for_its_own_day(cast, client_for):
    for due, shown in ((DAY.replace(month=8), None), (DAY.replace(month=12), DAY.replace(month=12))):
        old = operations.set_outcome(learner=cast.ada, level="term", wording="Old", by=cast.khan, on=DAY,
                                     starts_on=DAY.replace(month=1), due_on=due)
        page = client_for(cast.khan).get(at(cast, "replace", uuid=old.uuid))
        assert page.context["form"]["due_on"].value() == shown


def test_a_day_after_that_of_what_it_leads_to_is_hinted_at_and_saved(cast, client_for):
    above = operations.set_outcome(learner=cast.ada, level="term", wording="Reads ten words aloud", measure="Heard",
                                   by=cast.khan, on=DAY, due_on=DAY.replace(month=10))
    said = {"wording": "Reads five words aloud", "measure": "Heard on Fridays", "level": "step", "parent": above.pk,
            "due_on_day": "1", "due_on_month": "11", "due_on_year": "2029"}
    there = reverse("outcomes:hints", args=[cast.school.slug])
    hint = "after what it leads to, which is due on 7 October 2026"
    assert hint in client_for(cast.khan).post(there, said).content.decode()
    operations.reword(outcome=above, revision=1, audience="senco", by=cast.priya, on=DAY)
    assert "leads to" not in client_for(cast.khan).post(there, said).content.decode()
    for odd in ("x", "9" * 30, "0"):
        assert client_for(cast.khan).post(there, said | {"parent": odd}).status_code == 200
