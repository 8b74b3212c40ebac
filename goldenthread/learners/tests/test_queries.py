"""Pages cost the same however much there is to show, and say only what is there."""

import pytest
from django.urls import reverse

from goldenthread.learners import hooks
from goldenthread.learners.models import Grant, Group, Learner
from goldenthread.learners.operations import add_contact, amend, block, grant, make_group, place, set_needs
from goldenthread.learners.operations.needs import NeedGiven
from goldenthread.learners.queries import banner, find
from goldenthread.people.operations import open_account


@pytest.fixture
def page(client_for, senco, ada):
    client = client_for(senco)

    def opened(name, **at):
        url = reverse(f"learners:{name}", kwargs={"slug": "larkrise", **at})
        return lambda: client.get(url)
    return opened


@pytest.fixture
def staff(school, today):
    made = []

    def more(n):
        made.extend(open_account(school=school, role="teacher", name=f"T{len(made)}-{i}", on=today,
                                 email=f"t{len(made)}-{i}@larkrise.example") for i in range(n))
        return made[-n:]
    return more


def test_the_details_page(page, ada, senco, today, same_queries_however_many):
    def more(n):
        for _ in range(n):
            add_contact(learner=ada, name=f"Aunt {ada.contacts.count()}", by=senco, on=today)
        types = ["SLCN", "SPLD", "ASD", "HI", "VI", "PD", "MLD", "SEMH", "MSI", "OTH", "NSA", "DS"]
        set_needs(learner=ada, needs=[NeedGiven(type=t) for t in types[:ada.needs.count() + n]], by=senco, on=today)
    assert same_queries_however_many(page("details", pk=ada.pk), more) <= 18


def test_the_access_page(page, ada, senco, today, staff, same_queries_however_many):
    def more(n):
        for member in staff(n):
            grant(member=member, learner=ada, by=senco, on=today)
            grant(member=member, group=Group.objects.get(name="6K"), by=senco, on=today)
        for member in staff(n):
            block(learner=ada, member=member, basis="Complaint", by=senco, on=today)
    assert same_queries_however_many(page("access", pk=ada.pk), more) <= 16


def test_the_list_of_groups(page, school, senco, ada, today, same_queries_however_many):
    def more(n):
        for _ in range(n):
            group = make_group(school=school, name=f"G{Group.objects.count()}", by=senco)
            place(group=group, learners=[ada], by=senco, on=today)
    assert same_queries_however_many(page("groups"), more) <= 12


def test_one_group(page, ada, senco, learner, staff, today, same_queries_however_many):
    group = Group.objects.get(name="6K")

    def more(n):
        some = [learner(f"N{Learner.objects.count()} Nowak") for _ in range(n)]
        place(group=group, learners=some, by=senco, on=today)
        for member in staff(n):
            grant(member=member, group=group, by=senco, on=today)
    assert same_queries_however_many(page("group", group=group.pk), more) <= 12


def test_e_17_search_forgets_accents_apostrophes_and_order(learner, senco, today):
    leo, sam = learner("Leo Nguyễn"), learner("Sam O’Brien")
    for text, found in [("nguyen", leo), ("nguyễn leo", leo), ("O'Brien", sam), ("obrien", sam), ("sam o", sam)]:
        assert list(find(senco, text, today)) == [found]


@pytest.mark.parametrize("text", ["okafor, ada", "Okafor,Ada", "Ada; Okafor.", "(Ada) Okafor", "St. Okafor"])
def test_search_forgets_what_stands_between_words(learner, senco, today, text):
    ada = learner("Ada St. Okafor")
    assert list(find(senco, text, today)) == [ada]


def test_search_finds_a_upn_by_either_end(learner, senco, today):
    leo = learner("Leo Nguyen", upn="A203102209083")
    assert [list(find(senco, text, today)) for text in ("A203", "9083", "083")] == [[leo], [leo], []]


@pytest.mark.parametrize("text", ["", " ", "%", "_", "'", "ʼ", "zzz", "'; drop table", "A%"])
def test_a_search_that_names_nobody_finds_nobody(text, ada, senco, today):
    assert list(find(senco, text, today)) == []


def test_a_02_search_never_leads_past_what_a_member_may_see(ada, learner, teacher, nia, today):
    learner("Leo Nguyen", upn="A203102209083")
    for member in (teacher, nia):
        assert not find(member, "Leo", today).exists()
        assert not find(member, "A203102209083", today).exists()


def test_the_banner_says_whose_page_it_is(ada, senco, today):
    amend(learner=ada, changes={"emergency": "Epilepsy"}, by=senco, on=today)
    head = banner(Learner.objects.get(pk=ada.pk), senco, today)
    assert (head.name, head.year, head.born, head.stage, head.flag) == (
        "Ada Okafor", "Year 6, 6K", ada.dob, "SEN support", "Epilepsy")


@pytest.mark.parametrize("who", ["parent", "learner_member"])
def test_families_and_learners_are_told_neither_stage_nor_emergency(who, ada, senco, today, request):
    amend(learner=ada, changes={"emergency": "Epilepsy"}, by=senco, on=today)
    head = banner(Learner.objects.get(pk=ada.pk), request.getfixturevalue(who), today)
    assert (head.stage, head.flag) == ("", "")


def test_the_standing_comes_from_the_room_that_keeps_plans_unless_the_page_says_it(ada, senco, today, monkeypatch):
    monkeypatch.setattr(hooks, "standings", [lambda learner, member, on: "Version 2"])
    assert banner(ada, senco, today).standing == "Version 2"
    assert banner(ada, senco, today, standing="Draft").standing == "Draft"


def test_tabs_lead_only_where_the_member_may_go(ada, client_for, teacher, senco):
    def tabs(member):
        answer = client_for(member).get(f"/s/larkrise/learners/{ada.pk}/details/")
        return [tab.text for tab in answer.context["tabs"]]

    assert tabs(senco)[-2:] == ["Details", "Access"]
    assert "Access" not in tabs(teacher)
    assert Grant.objects.filter(member=teacher).exists()
