import pytest

from goldenthread.audit.refusals import Refused
from goldenthread.learners.policies import reader_of
from goldenthread.plans import operations as plans
from goldenthread.plans.reading import read
from goldenthread.plans.tests.desk import DECEMBER, OCTOBER, SEPTEMBER
from goldenthread.story.operations import revise


def correct(desk, version, entry, text="My dog Bisquit.", key="c1", reason="His name was spelt wrongly."):
    return plans.correct(version=version, patches={f"entry:{entry.uuid}": {"text": text}}, reason=reason,
                         by=desk.senco, on=OCTOBER, key=key)


@pytest.fixture
def dog(desk):
    return desk.ada.entries.get(field="important-to-me")


def lines(desk, version):
    document = read(version, reader_of(desk.senco, desk.ada, DECEMBER))
    return {node.data["text"] for node in document.nodes if node.kind == "entry"}


def test_a_correction_mends_the_issued_words_and_the_record_and_moves_no_date(desk, dog):
    one = desk.issue("k1")
    mended = correct(desk, one, dog)
    dog.refresh_from_db()
    assert (mended.label, mended.issued_on, mended.corrected_on) == ("1.1", SEPTEMBER, OCTOBER)
    assert dog.text == "My dog Bisquit."
    assert "My dog Bisquit." in lines(desk, mended)
    assert "My dog Biscuit." in lines(desk, one)


def test_a_correction_leaves_alone_what_was_rewritten_since(desk, dog):
    one = desk.issue("k1")
    revise(entry=dog, text="My dog and my gran.", revision=1, by=desk.senco, on=OCTOBER)
    mended = correct(desk, one, dog)
    dog.refresh_from_db()
    assert dog.text == "My dog and my gran."
    assert "My dog Bisquit." in lines(desk, mended)


def test_only_the_version_in_force_is_corrected(desk, dog):
    one = desk.issue("k1")
    desk.issue("k2", on=OCTOBER)
    with pytest.raises(Refused, match="archived"):
        correct(desk, one, dog)


@pytest.mark.parametrize(("change", "sentence"), [
    ({"reason": " "}, "Say what was wrong"),
    ({"text": "My dog Biscuit."}, "No words were changed"),
    ({"text": " "}, "cannot leave a line empty"),
])
def test_a_correction_needs_words_and_a_reason(desk, dog, change, sentence):
    one = desk.issue("k1")
    with pytest.raises(Refused, match=sentence):
        correct(desk, one, dog, **change)


@pytest.mark.parametrize("fact", ["born", "name"])
def test_a_detail_of_the_learner_is_mended_in_details_alone(desk, client_for, fact):
    one = desk.issue("k1")
    with pytest.raises(Refused, match="Mend it in Details, then issue a new version"):
        plans.correct(version=one, patches={f"fact:{fact}": {"value": "banana"}}, reason="It was wrong.", by=desk.senco,
                      on=OCTOBER, key="c1")
    place = f"/s/larkrise/learners/{desk.ada.pk}/"
    page = client_for(desk.senco).get(f"{place}plan/versions/1/correct/?node=fact:{fact}").content.decode()
    assert f'href="{place}details/">Mend it in Details</a>, then issue a new version.' in page
    assert "?node=entry" in page
    assert "?node=fact" not in page


def test_the_same_correction_twice_is_one(desk, dog):
    one = desk.issue("k1")
    assert correct(desk, one, dog) == correct(desk, one, dog)


def test_the_version_after_a_correction_is_the_next_whole_number(desk, dog):
    correct(desk, desk.issue("k1"), dog)
    assert desk.issue("k2", on=DECEMBER).label == "2"
