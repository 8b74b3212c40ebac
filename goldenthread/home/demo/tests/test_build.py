"""The smallest school of the trust, made for real: whole, once, and alive."""

from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from goldenthread.home.demo import cast
from goldenthread.home.demo.build import SIZES, build
from goldenthread.home.demo.career import career, school_day
from goldenthread.home.demo.known import at_home
from goldenthread.home.demo.schools import ASHFIELD, LARKRISE, MILLBROOK, learners, trust
from goldenthread.learners.models import Learner, StageSpell
from goldenthread.outcomes.bank.starting import starting_set
from goldenthread.outcomes.models import BankOutcome, Outcome
from goldenthread.people.models import Membership
from goldenthread.plans.models import PlanVersion, Standing
from goldenthread.reviews.models import Milestone, Review
from goldenthread.story.models import Entry

TODAY = date(2026, 11, 23)


@pytest.mark.django_db
def test_a_school_is_made_whole_and_once(settings):
    settings.DEMO = True
    assert build(MILLBROOK, TODAY)
    counts = {model: model.objects.count() for model in (Learner, Entry, Outcome, PlanVersion, Membership)}
    assert counts[Learner] == MILLBROOK.size
    assert StageSpell.objects.filter(ends_on=None).count() == MILLBROOK.register
    assert BankOutcome.objects.count() == len(starting_set())
    assert not build(MILLBROOK, TODAY)
    assert counts == {model: model.objects.count() for model in counts}
    assert Standing.objects.filter(state="current").count() >= 1
    assert all(version.body.json for version in PlanVersion.objects.select_related("body"))
    nia = next(way for way in cast.signins() if way.who == "Nia Price")
    assert (nia.login, nia.role) == ("nia.price@millbrook.example", "SENCO admin")
    settings.DEMO = False
    assert cast.signins() == []


@pytest.mark.django_db
@pytest.mark.parametrize("today", [date(2026, 11, 21), date(2027, 8, 15)])
def test_nobody_meets_when_there_is_no_school(settings, today):
    settings.DEMO = True
    assert build(MILLBROOK, today)
    held = list(Review.objects.values_list("held_on", flat=True))
    met = Milestone.objects.filter(kind__in=["meeting", "review_held"]).exclude(standing="latest")
    held += met.values_list("on", flat=True)
    assert held
    assert [day for day in held if day != school_day(day)] == []


def test_the_demo_is_refused_where_real_children_may_be(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="GOLDENTHREAD_DEMO=1"):
        call_command("demo")


@pytest.mark.django_db
def test_the_demo_says_nothing_when_asked_to_be_quiet(settings, monkeypatch, tmp_path):
    settings.DEMO, settings.DATA_DIR = True, tmp_path
    monkeypatch.setitem(SIZES, "primary", lambda: [])
    said = {verbosity: StringIO() for verbosity in (0, 1)}
    for verbosity, out in said.items():
        call_command("demo", verbosity=verbosity, stdout=out)
    assert said[0].getvalue() == ""
    assert said[1].getvalue() != ""
    assert (tmp_path / "demo-signins.json").exists()


@pytest.mark.parametrize("place", [LARKRISE, ASHFIELD])
@pytest.mark.parametrize("today", [TODAY, date(2027, 1, 4), date(2027, 6, 16), date(2027, 8, 20), date(2027, 9, 1)])
def test_a_register_is_alive_on_any_day_of_the_year(place, today):
    starts = today.year if today.month >= 9 else today.year - 1
    children = [child for child in learners(place, starts) if child.sen]
    careers = {child.number: career(place, child, today) for child in children}
    issued = Counter(len(each.issued) for each in careers.values() if each.opened)
    assert min(issued[0], issued[1], issued[2]) >= 1, issued
    for child in children:
        days = careers[child.number].issued
        assert all(child.joined < day < today and day.weekday() < 5 and day.month != 8 for day in days)
        assert list(days) == sorted(set(days))
        if days:
            assert careers[child.number].review_by > days[-1]


@pytest.mark.parametrize("place", [LARKRISE, ASHFIELD, MILLBROOK, *trust()[10:13]])
def test_nobody_at_home_is_named_as_one_of_the_staff(place):
    roll = learners(place, 2026)
    assert not {person.name for person in cast.staff(place, roll)} & at_home(place, roll)


def test_the_staff_of_a_school_cover_every_tutor_group():
    roll = learners(LARKRISE, 2026)
    groups = {child.tutor_group for child in roll}
    people = cast.staff(LARKRISE, roll)
    for role in ("teacher", "teaching_assistant"):
        assert {group for person in people if person.role == role for group in person.groups} == groups
    ada = next(child for child in roll if child.cast == "learner")
    khan = next(person for person in people if person.name == "Imran Khan")
    assert ada.tutor_group in khan.groups
    assert len({person.login("larkrise") for person in people}) == len(people)
