"""The invented trust is the same every time, as mixed as England, and no two of its children's records read alike."""

import re
from collections import Counter, defaultdict

import pytest

from goldenthread.home.demo import schools
from goldenthread.home.demo.bank import bank, fill, seeded
from goldenthread.home.demo.known import AGES, Adult, known
from goldenthread.home.demo.needs import SHARES
from goldenthread.home.demo.schools import ASHFIELD, LARKRISE, MILLBROOK
from goldenthread.home.demo.texts import Teller, record
from goldenthread.home.demo.threads import threads
from goldenthread.learners.codes import ETHNICITIES, LANGUAGES, SEN_TYPES
from goldenthread.learners.numbers import upn_kind, upn_warning

KHAN, BELL = Adult("Imran Khan", "teacher", "Mr Khan"), Adult("Jo Bell", "teaching_assistant", "Miss Bell")
BANKS = ["general", "interests", "need_communication", "need_learning", "need_emotional", "need_physical"]


def told(place, child):
    return Teller(place, child, known(place, child, KHAN, BELL), "Helen Cross")


def on_register(place):
    return [child for child in schools.learners(place, 2026) if child.sen]


def test_the_same_every_time():
    assert schools.learners(LARKRISE, 2026) == schools.learners(LARKRISE, 2026)
    ada = next(child for child in on_register(LARKRISE) if child.cast == "learner")
    assert record(told(LARKRISE, ada), full=True) == record(told(LARKRISE, ada), full=True)
    assert (ada.first, ada.last, ada.nc_year, ada.upn) == ("Ada", "Okafor", "5", ada.upn)


@pytest.mark.parametrize("place", [LARKRISE, ASHFIELD])
def test_no_list_has_a_line_that_says_nothing(place):
    lines = [line for child in on_register(place) for said in record(told(place, child), full=True)
             for line in said.text.splitlines()]
    assert [line for line in lines if not line.removeprefix("-").strip()] == []


def test_another_year_makes_everybody_as_old_as_their_year_and_changes_no_name_or_word():
    now, later = schools.learners(LARKRISE, 2026), schools.learners(LARKRISE, 2027)
    assert [(c.first, c.last, c.sen) for c in now] == [(c.first, c.last, c.sen) for c in later]
    assert all(child.dob.replace(year=child.dob.year + 1, day=1) == grown.dob.replace(day=1)
               or abs((grown.dob - child.dob).days - 365) <= 1 for child, grown in zip(now, later, strict=True))


@pytest.mark.parametrize("place", [LARKRISE, ASHFIELD, MILLBROOK])
def test_sizes(place):
    roll = schools.learners(place, 2026)
    stages = Counter(child.sen.stage for child in roll if child.sen)
    assert (len(roll), stages.total(), stages["E"]) == (place.size, place.register, place.plans)


def test_the_trust_adds_up():
    trust = schools.trust()
    assert len({place.slug for place in trust}) == len(trust) == 40
    assert (sum(place.size for place in trust), sum(place.register for place in trust)) == (20_000, 4_000)
    assert all(0 < place.register < place.size / 3 for place in trust)


def test_every_upn_of_the_trust_is_valid_unissued_and_one_childs_only():
    upns = [child.upn for place in schools.trust() for child in schools.learners(place, 2026)]
    assert len(set(upns)) == len(upns) == 20_000
    assert all(upn_kind(upn) == "permanent" and not upn_warning(upn) for upn in upns[::97])
    assert all(upn[4:8] <= "0009" for upn in upns)


@pytest.mark.parametrize("phase", ["primary", "secondary"])
def test_needs_follow_the_national_shares(phase):
    places = [place for place in schools.trust() if place.phase == phase][:12]
    met = defaultdict(Counter)
    for place in places:
        for child in on_register(place):
            met[child.sen.stage][child.sen.needs[0].type] += 1
    for stage, types in met.items():
        shares = SHARES[phase, stage]
        for type_, share in shares.items():
            expected = share / sum(shares.values())
            assert types[type_] / types.total() == pytest.approx(expected, abs=0.08 if stage == "E" else 0.05), type_


def test_boys_outnumber_girls_on_the_register_and_not_on_roll():
    sexes = Counter(child.sex for child in schools.learners(ASHFIELD, 2026))
    needs = Counter(child.sex for child in on_register(ASHFIELD))
    assert sexes["F"] / sexes.total() == pytest.approx(0.5, abs=0.05)
    assert 0.54 < needs["M"] / needs.total() < 0.72


def test_names_are_as_mixed_as_england():
    roll = schools.learners(ASHFIELD, 2026)
    british = sum(child.family.ethnicity == "WBRI" for child in roll) / len(roll)
    assert british == pytest.approx(0.61, abs=0.05)
    assert len({child.family.ethnicity for child in roll}) >= 16
    assert {child.family.ethnicity for child in roll} <= set(ETHNICITIES)
    assert {child.family.language for child in roll} <= set(LANGUAGES)
    everyone = {child.last for place in schools.trust()[:12] for child in schools.learners(place, 2026)}
    assert {"Nguyễn", "Ó Briain", "D'Souza", "van der Berg", ""} <= everyone


@pytest.mark.parametrize("place", [LARKRISE, ASHFIELD])
def test_no_two_learners_share_the_text_of_a_field(place):
    written = defaultdict(list)
    for child in on_register(place):
        fields = defaultdict(list)
        for said in record(told(place, child), full=True):
            fields[said.field].append(said.text)
        for field, texts in fields.items():
            written[field].append("\n\n".join(texts))
    shared = {field: [text for text, n in Counter(texts).items() if n > 1] for field, texts in written.items()}
    assert {field: texts for field, texts in shared.items() if texts} == {}
    assert len(written) > 35


def everything(place, child, others):
    """All that is written of a child, and of whom it may speak: themselves and the grown-ups around them."""
    teller = Teller(place, child, known(place, child, KHAN, BELL, others), "Helen Cross")
    hopes = [hope for top in threads(teller) for below in [top, *top.steps] for hope in [below, *below.steps]]
    texts = [said.text for said in record(teller, full=True)] + [teller.describes(shown) for shown in teller.told()]
    texts += [line for hope in hopes for line in (hope.wording, hope.measure, hope.baseline, hope.target)]
    around = " ".join(str(teller.facts[name]) for name in ("relname", "relname2", "mum_name", "home_cap", "worker"))
    return " ".join(texts), {child.first, child.legal_first, *around.split()}


@pytest.mark.parametrize("place", [LARKRISE, ASHFIELD])
def test_nothing_written_of_one_learner_names_another_who_has_a_plan(place):
    children = on_register(place)
    names = {name for child in children for name in (child.first, child.legal_first)}
    found = {}
    for child in children:
        text, own = everything(place, child, names)
        if met := names & set(re.findall(r"\w+", text)) - own:
            found[child.first] = met
    assert found == {}


@pytest.mark.parametrize("place", [LARKRISE, ASHFIELD, MILLBROOK])
def test_everybody_is_diagnosed_once_and_at_no_age_they_have_not_reached(place):
    for child in on_register(place):
        ages = set(re.findall(r"diagnosed at (\w+)", everything(place, child, ())[0]))
        assert len(ages) <= 1
        age = 4 + (0 if child.nc_year == "R" else int(child.nc_year))
        assert ages <= {word for at, word in AGES.items() if at <= age}, child


def lines(told_of, path=()):
    if isinstance(told_of, dict):
        return [found for key, value in told_of.items() for found in lines(value, (*path, key))]
    if isinstance(told_of, list):
        return [found for value in told_of for found in lines(value, path)]
    return [(path, line) for line in told_of.splitlines()] if isinstance(told_of, str) else []


@pytest.mark.parametrize("name", BANKS)
def test_every_line_of_the_banks_can_be_filled(name):
    child = next(iter(on_register(LARKRISE)))
    facts = told(LARKRISE, child).facts | {"done": "what a version closed"}
    for path, line in lines(bank(name)):
        assert line.count("{") == line.count("}"), (path, line)
        for n in range(8):
            assert "{" not in fill(line, seeded(name, n), facts), (path, line)


def test_every_need_of_the_census_is_described():
    types = {type_ for area in ("communication", "learning", "emotional", "physical") for type_ in bank(f"need_{area}")}
    assert types == {type_ for shares in SHARES.values() for type_ in shares} <= set(SEN_TYPES)


@pytest.mark.parametrize("place", [LARKRISE, ASHFIELD])
def test_every_short_term_target_says_how_it_is_measured_from_where_and_to_where(place):
    def walk(hopes):
        for hope in hopes:
            yield hope
            yield from walk(hope.steps)

    for child in on_register(place):
        levels = Counter()
        for hope in walk(threads(told(place, child))):
            levels[hope.level] += 1
            assert hope.level != "term" or (hope.measure and hope.baseline and hope.target), hope
        assert levels["aspiration"] == 1
        assert min(levels["key_stage"], levels["year"], levels["term"], levels["step"]) >= 1
