"""The outcome bank: who adds, who looks after it, and that no child is in it."""

import uuid
from types import SimpleNamespace as Thing

import pytest
from django.db import IntegrityError, transaction

from goldenthread.audit.models import Event
from goldenthread.audit.queries import sentence
from goldenthread.audit.refusals import Refused
from goldenthread.outcomes.bank import operations, queries
from goldenthread.outcomes.bank.models import BankOutcome
from goldenthread.outcomes.bank.naming import for_learner, names_in, without_name
from goldenthread.outcomes.bank.phases import in_words
from goldenthread.outcomes.bank.queries import Sought
from goldenthread.outcomes.bank.starting import starting_set
from goldenthread.outcomes.smart import hints
from goldenthread.schools.packs import PackError
from goldenthread.story.tests.cast import DAY, learner

PLAIN = {"wording": "{first} reads ten words", "measure": "Counted", "target": "Ten", "area": "cognition",
         "level": "term", "youngest": 1, "oldest": 2}


def add(by, learner=None, key=None, **words):
    return operations.add(by=by, on=DAY, uuid=key or uuid.uuid4(), learner=learner, **{**PLAIN, **words})


def found(cast, *words, **sought):
    return [each.wording for each in queries.find(cast.school, Sought(" ".join(words), **sought))]


@pytest.mark.parametrize(("who", "why"), [
    ("priya", ""), ("tom", ""), ("khan", ""), ("jo", "Only teachers"), ("helen", "Only teachers"),
    ("grace", "Only teachers"), ("dev", "Only teachers")])
def test_teachers_and_the_senco_s_team_add(cast, who, why):
    if why:
        with pytest.raises(Refused, match=why):
            add(getattr(cast, who))
    else:
        assert add(getattr(cast, who)).school == cast.school


@pytest.mark.parametrize("who", ["khan", "jo", "helen", "nia"])
def test_only_the_senco_s_team_of_the_school_changes_and_retires(cast, who):
    banked, by = add(cast.priya), getattr(cast, who)
    for act in (lambda: operations.change(banked=banked, revision=1, by=by, on=DAY, **PLAIN),
                lambda: operations.retire(banked=banked, by=by, on=DAY),
                lambda: operations.bring_back(banked=banked, by=by, on=DAY)):
        with pytest.raises(Refused, match="looks after"):
            act()


def test_a_double_press_is_one_wording(cast):
    key = uuid.uuid4()
    assert add(cast.khan, key=key) == add(cast.khan, key=key)
    assert BankOutcome.objects.count() == 1


@pytest.mark.parametrize("words", [
    {"wording": "Ada reads ten words"}, {"wording": "{first} reads; ada knows"}, {"measure": "Mrs Okafor says so"},
    {"target": "As ADA wishes"}, {"wording": "Reads Ada’s book"}, {"wording": "Plays with Leo Nguyen"}])
def test_a_wording_with_a_childs_name_is_refused_and_nothing_is_kept(cast, words):
    with pytest.raises(Refused, match="This names"):
        add(cast.khan, learner=cast.ada, **words)
    assert not BankOutcome.objects.exists()


def test_a_change_cannot_bring_a_name_in_either(cast):
    banked = add(cast.priya)
    with pytest.raises(Refused, match="This names Ada Okafor"):
        operations.change(banked=banked, revision=1, by=cast.priya, on=DAY, **{**PLAIN, "wording": "Ada Okafor reads"})


@pytest.mark.parametrize(("words", "why"), [
    ({"wording": "  "}, "Write something"), ({"wording": "w" * 1_001}, "1,001 characters"),
    ({"wording": "{name} reads"}, "is not known here"), ({"measure": "{first"}, "is not known here"),
    ({"level": "decade"}, "Choose a level"), ({"area": "weather"}, "Choose an area"), ({"youngest": 4}, "oldest"),
    ({"oldest": 6}, "oldest")])
def test_what_cannot_stand_in_the_bank_is_refused_in_a_sentence(cast, words, why):
    with pytest.raises(Refused, match=why):
        add(cast.priya, **words)


def names(first, last, preferred=""):
    return Thing(preferred_first=preferred, preferred_last="", legal_first=first, legal_last=last,
                 first=preferred or first)


@pytest.mark.parametrize(("text", "who", "there"), [
    ("Ada reads", names("Ada", "Bell"), ["Ada"]),
    ("ada reads", names("Ada", "Bell"), ["ada"]),
    ("Ada's book and Ada’s pen", names("Ada", "Bell"), ["Ada"]),
    ("She will read", names("Will", "Bell"), []),
    ("Then Will reads", names("Will", "Bell"), ["Will"]),
    ("Answers the bell", names("Ada", "Bell"), []),
    ("Mrs Bell counts", names("Ada", "Bell"), ["Bell"]),
    ("Zoë reads", names("Zoe", "Bell"), ["Zoë"]),
    ("Anne-Marie reads", names("Anne-Marie", "Bell"), ["Anne-Marie", "Anne", "Marie"]),
    ("Marie reads", names("Anne-Marie", "Bell"), ["Marie"]),
    ("Teddy reads", names("Edward", "Bell", "Teddy"), ["Teddy"]),
    ("Adapts the text to read", names("Ada", "Bell"), []),
    ("{first} reads", names("First", "Bell"), [])])
def test_the_learners_own_names_are_found(text, who, there):
    assert names_in(text, who) == there


def test_the_name_becomes_first_and_back_again(cast):
    neutral = without_name("Ada reads; Ada’s friend adapts and tells ada", cast.ada)
    assert neutral == "{first} reads; {first}’s friend adapts and tells {first}"
    banked = Thing(wording=neutral, measure="", target="")
    assert for_learner(banked, cast.leo)["wording"] == "Leo reads; Leo’s friend adapts and tells Leo"


def test_all_words_are_looked_for_whatever_case_and_accents(cast):
    add(cast.priya, wording="Orders a CAFÉ au lait", measure="", target="", area="communication", level="year")
    add(cast.priya)
    assert found(cast, "cafe", "ORDERS") == ["Orders a CAFÉ au lait"]
    assert found(cast, "cafe", "ten") == []
    assert found(cast, "interaction") == ["Orders a CAFÉ au lait"]
    assert found(cast, "counted") == ["{first} reads ten words"]
    assert found(cast, "%") == []


def test_by_area_level_and_age(cast):
    add(cast.priya, area="", wording="For any need", level="year", youngest=3, oldest=5)
    add(cast.priya)
    assert found(cast, area="none") == ["For any need"]
    assert found(cast, area="cognition") == found(cast, level="term") == found(cast, phase="ks1") == [PLAIN["wording"]]
    assert found(cast, phase="ks3") == ["For any need"]
    assert found(cast, phase="early") == []


def test_one_school_does_not_find_the_others(cast):
    add(cast.nia)
    assert found(cast) == []
    assert queries.one(cast.school, str(BankOutcome.objects.get().uuid)) is None


@pytest.mark.parametrize("number", ["", "7", "not-one", "5d1b4e0c-7b43-4f1e-9f0e-0b6f5a1c2d3e"])
def test_no_such_wording_is_none(cast, number):
    assert queries.one(cast.school, number) is None


def test_retired_is_not_found_until_it_is_brought_back(cast):
    banked = operations.retire(banked=add(cast.priya), by=cast.priya, on=DAY)
    again = operations.retire(banked=banked, by=cast.priya, on=DAY)
    assert again.revision == banked.revision
    assert found(cast) == []
    assert found(cast, retired=True) == [PLAIN["wording"]]
    assert queries.one(cast.school, str(banked.uuid)) is None
    operations.bring_back(banked=banked, by=cast.priya, on=DAY)
    assert found(cast) == [PLAIN["wording"]]


def test_a_stale_change_is_refused_with_how_it_reads_now(cast):
    banked = add(cast.priya)
    operations.change(banked=banked, revision=1, by=cast.tom, on=DAY, **{**PLAIN, "wording": "Tom’s wording"})
    with pytest.raises(Refused, match=r"Tom Reed changed this meanwhile\. It reads now: “Tom’s wording”"):
        operations.change(banked=banked, revision=1, by=cast.priya, on=DAY, **{**PLAIN, "wording": "Priya’s"})
    assert operations.change(banked=banked, revision=1, by=cast.priya, on=DAY,
                             **{**PLAIN, "wording": "Tom’s wording"}).revision == 2
    assert found(cast, "tom", "wording") == ["Tom’s wording"]


def test_the_starting_set_comes_once_and_leaves_alone_what_the_school_did(cast):
    assert operations.bring_starting_set(by=cast.priya, on=DAY) == len(starting_set())
    mine = BankOutcome.objects.first()
    operations.retire(banked=mine, by=cast.priya, on=DAY)
    assert operations.bring_starting_set(by=cast.priya, on=DAY) == 0
    mine.refresh_from_db()
    assert mine.retired_on == DAY
    assert queries.how_many(cast.school) == {"used": len(starting_set()) - 1, "retired": 1,
                                             "packed": len(starting_set()), "waiting": 0}
    with pytest.raises(Refused, match="looks after"):
        operations.bring_starting_set(by=cast.khan, on=DAY)


def test_the_database_brings_nothing_of_the_set_twice(cast):
    operations.bring_starting_set(by=cast.priya, on=DAY)
    there = BankOutcome.objects.first()
    there.pk, there.uuid = None, uuid.uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        there.save()


def test_the_starting_set_keeps_our_own_advice_and_covers_every_area_and_age():
    rows = starting_set()
    assert len(rows) >= 40
    for row in rows:
        assert hints(row["wording"], row["measure"], row["target"], DAY, row["level"]) == [], row["key"]
        assert "{first}" in row["wording"], row["key"]
    assert {row["area"] for row in rows} == {"", "communication", "cognition", "semh", "sensory"}
    assert {row["level"] for row in rows} == {"key_stage", "year", "term", "step"}
    for age in range(6):
        assert sum(row["youngest"] <= age <= row["oldest"] for row in rows) >= 10, age


@pytest.mark.parametrize(("row", "why"), [
    ("{key: a, area: moon, level: term, from: ks1, to: ks2, wording: x}", "line 2: ‘area’: ‘moon’ must be one of"),
    ("{key: a, area: none, level: term, from: ks3, to: ks1, wording: x}", "line 2: ‘to’ must not come before"),
    ("{key: a, area: none, level: term, from: ks1, to: ks2, wording: '{name}'}", "line 2: ‘wording’: “{name}”"),
    ("{key: a, area: none, level: term, from: ks1, to: ks2}", "line 2: ‘wording’ is missing"),
    ("{key: a, area: none, level: term, from: ks1, to: ks2, wording: x, colour: red}", "‘colour’ is not known"),
])
def test_a_mistake_in_the_set_is_named_with_its_line(tmp_path, row, why):
    (tmp_path / "outcome-bank.yaml").write_text(f"outcomes:\n  - {row}\n")
    with pytest.raises(PackError, match=why.replace("{", r"\{")):
        starting_set(tmp_path)


@pytest.mark.parametrize(("ages", "words"), [
    ((0, 5), "Any age"), ((2, 2), "Key stage 2"), ((1, 3), "Key stage 1 to key stage 3")])
def test_ages_in_words(ages, words):
    assert in_words(*ages) == words


def test_what_happened_to_the_bank_reads_as_sentences(cast):
    banked = add(cast.khan)
    operations.change(banked=banked, revision=1, by=cast.priya, on=DAY, **{**PLAIN, "target": "Twenty"})
    operations.retire(banked=banked, by=cast.priya, on=DAY)
    operations.bring_back(banked=banked, by=cast.priya, on=DAY)
    operations.bring_starting_set(by=cast.priya, on=DAY)
    said = [sentence(event) for event in Event.objects.filter(kind__startswith="outcomes.bank").order_by("number")]
    assert said == [
        "Imran Khan put a wording into the outcome bank: this term.",
        "Priya Shah changed a wording in the outcome bank.",
        "Priya Shah retired a wording from the outcome bank.",
        "Priya Shah brought a wording back into the outcome bank.",
        f"Priya Shah brought {len(starting_set())} wordings of the starting set into the outcome bank."]


def test_another_schools_learner_may_have_the_name(cast):
    learner(cast.nia, "Zoe", "Hill")
    assert add(cast.priya, wording="Climbs Zoe Hill").pk
