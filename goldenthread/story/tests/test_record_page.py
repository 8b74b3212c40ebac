"""The record of a learner on its page."""

import pytest
from django.urls import reverse

from goldenthread.audit.models import Reading
from goldenthread.story import operations
from goldenthread.story.operations import Line
from goldenthread.story.tests.cast import DAY


def at(cast, name="record", **more):
    return reverse(f"story:{name}", kwargs={"slug": cast.school.slug, "pk": cast.ada.pk, **more})


def write(cast, field, text, said_by, by=None, **how):
    return operations.write(learner=cast.ada, field=field, text=text, said_by=said_by, by=by or cast.priya, on=DAY,
                            **how)


def test_each_line_says_whose_words_it_is_and_where_from(cast, client_for):
    write(cast, "advice", "Short sentences", "professional", said_by_name="Helen Cross", source_kind="document",
          source_label="Report of 3 May, p. 3", how_gathered="Assessment")
    page = client_for(cast.khan).get(at(cast)).content.decode()
    for words in ("Short sentences", "Helen Cross", "Report of 3 May, p. 3", "Assessment", "written down by Priya Shah",
                  "7 September 2026"):
        assert words in page


def test_a_missing_voice_is_a_gap_with_what_to_do(cast, client_for):
    write(cast, "important-to-me", "Quiet", "staff", said_by_name="Jo Bell")
    page = client_for(cast.khan).get(at(cast)).content.decode()
    assert "Nobody has asked Ada yet." in page
    assert "Nobody has asked Ada’s family yet." in page
    assert "Ada has not been asked about this yet" in page
    assert f"{at(cast, 'new', field='views-of-family')}?said_by=family" in page
    write(cast, "important-to-me", "My dog", "learner")
    page = client_for(cast.khan).get(at(cast)).content.decode()
    assert "Nobody has asked Ada yet." not in page
    assert "Last heard 7 September 2026" in page


@pytest.mark.parametrize(("who", "sees"), [
    ("priya", {"everyone", "family", "staff", "senco"}),
    ("khan", {"everyone", "family", "staff"}),
    ("jo", {"everyone", "family", "staff"}),
    ("helen", {"everyone", "family"}),
])
def test_a_reader_sees_what_is_theirs_and_no_trace_of_the_rest(cast, client_for, who, sees):
    words = {"everyone": "hopes", "family": "history", "staff": "staff-notes", "senco": "senco-notes"}
    for audience, field in words.items():
        write(cast, field, f"CNRY-{audience}", "staff", said_by_name="Jo Bell")
    gone = write(cast, "senco-notes", "CNRY-senco gone", "staff")
    operations.retire(entry=gone, why="CNRY-senco why", by=cast.priya, on=DAY)
    page = client_for(getattr(cast, who)).get(at(cast)).content.decode()
    assert {audience for audience in words if f"CNRY-{audience}" in page} == sees
    assert ("Notes for the SENCO team" in page) == ("senco" in sees)


@pytest.mark.parametrize("who", ["grace", "dev", "nia"])
def test_it_is_not_there_for_others(cast, client_for, who):
    assert client_for(getattr(cast, who)).get(at(cast)).status_code == 404


def test_a_learner_one_may_not_see_has_no_record(cast, client_for):
    path = reverse("story:record", kwargs={"slug": cast.school.slug, "pk": cast.leo.pk})
    assert client_for(cast.khan).get(path).status_code == 404
    assert client_for(cast.priya).get(path).status_code == 200


def test_looking_is_noted(cast, client_for):
    client_for(cast.khan).get(at(cast))
    assert Reading.objects.filter(member_id=cast.khan.pk, learner_id=cast.ada.pk).count() == 1


def test_it_costs_the_same_for_two_entries_and_for_many(cast, client_for, same_queries_however_many):
    client = client_for(cast.khan)

    def make(count):
        lines = [Line(learner=cast.ada, field=field, text=f"{number}", said_by="learner")
                 for number in range(count) for field in ("hopes", "interests", "good-day")]
        operations.write_many(lines=lines, by=cast.jo, on=DAY)

    assert same_queries_however_many(lambda: client.get(at(cast)), make) <= 15


def test_taken_out_with_a_reason_and_brought_back(cast, client_for):
    entry = write(cast, "hopes", "To fly", "learner")
    client = client_for(cast.khan)
    assert "Answer the question: Why?" in client.post(at(cast, "retire", uuid=entry.uuid), {"why": ""}).content.decode()
    page = client.post(at(cast, "retire", uuid=entry.uuid), {"why": "Said as a joke"}, follow=True).content.decode()
    assert "Taken out of the record." in page
    assert "Said as a joke" in page
    assert client.get(at(cast, "restore", uuid=entry.uuid)).status_code == 405
    page = client.post(at(cast, "restore", uuid=entry.uuid), follow=True).content.decode()
    assert "Back in Ada’s record." in page
    assert "Said as a joke" not in page


def test_earlier_wordings_show_to_those_who_might_read_them_then(cast, client_for):
    entry = write(cast, "hopes", "CNRY-first", "learner", audience="senco")
    operations.revise(entry=entry, text="For all", revision=1, by=cast.priya, on=DAY, audience="everyone")
    operations.revise(entry=entry, text="For all of us", revision=2, by=cast.khan, on=DAY)
    khan = client_for(cast.khan).get(at(cast, "history", uuid=entry.uuid)).content.decode()
    priya = client_for(cast.priya).get(at(cast, "history", uuid=entry.uuid)).content.decode()
    assert "For all of us" in khan
    assert "Wording 2" in khan
    assert "CNRY-first" not in khan
    assert "CNRY-first" in priya
