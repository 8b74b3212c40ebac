"""The school's settings and what happened there."""

from datetime import date

import pytest

from goldenthread.audit.models import Event
from goldenthread.audit.operations import read
from goldenthread.schools.clock import now
from goldenthread.schools.models import School, Term


def terms_typed(school, changes=None):
    typed = {"part": "terms"}
    for term in Term.objects.filter(school=school):
        for end in ("starts_on", "ends_on"):
            day = (changes or {}).get((term.name, end), getattr(term, end))
            typed |= {f"term{term.pk}-{end}_{part}": getattr(day, part) for part in ("day", "month", "year")}
    return typed


def test_the_settings_are_changed_and_the_change_is_written_down(senco, client_for):
    client = client_for(senco)
    client.post("/s/larkrise/school/", {"part": "school", "name": "Larkrise School", "font": "lexend"})
    school = School.objects.get(slug="larkrise")
    assert (school.name, school.vocabulary["font"]) == ("Larkrise School", "lexend")
    assert Event.objects.filter(kind="schools.school_amended").exists()
    assert 'data-font="lexend"' in client.get("/s/larkrise/school/").content.decode()


def test_terms_never_overlap(senco, client_for):
    client = client_for(senco)
    spring = Term.objects.get(school=senco.school, name="Spring term")
    typed = terms_typed(senco.school, {("Autumn term", "ends_on"): spring.ends_on})
    answer = client.post("/s/larkrise/school/", typed)
    assert "Spring term must start after Autumn term has ended." in answer.content.decode()
    typed = terms_typed(senco.school, {("Autumn term", "ends_on"): date(2026, 12, 18)})
    assert client.post("/s/larkrise/school/", typed).status_code == 302
    assert Term.objects.get(school=senco.school, name="Autumn term").ends_on.day == 18


def test_what_happened_reads_as_sentences(senco, teacher, client_for):
    page = client_for(senco).get("/s/larkrise/happened/").content.decode()
    assert "gave Imran Khan access as Teacher." in page
    page = client_for(senco).get("/s/larkrise/happened/?room=plans").content.decode()
    assert "Nothing fits" in page


def test_names_with_signs_are_escaped_once(senco, school, client_for):
    from conftest import SINCE
    from goldenthread.people.operations import open_account

    open_account(school=school, role="teacher", name="Siân O'Brien <b>", email="sian@larkrise.example", on=SINCE)
    page = client_for(senco).get("/s/larkrise/happened/").content.decode()
    assert "Siân O&#x27;Brien &lt;b&gt;" in page


def test_who_looked_at_a_learner_is_shown(senco, teacher, ada, client_for):
    read(by=teacher, learner=ada, now=now())
    page = client_for(senco).get(f"/s/larkrise/happened/?learner={ada.pk}&show=looked").content.decode()
    assert "Imran Khan, Teacher" in page
    assert client_for(senco).get("/s/larkrise/happened/?learner=999999").status_code == 404


@pytest.mark.parametrize("who", ["senco_team", "teacher", "parent", "learner_member", "governor", "nia"])
def test_only_a_senco_admin_of_the_school_sees_these_pages(who, request, senco, client_for):
    client = client_for(request.getfixturevalue(who))
    for path in ("/s/larkrise/school/", "/s/larkrise/happened/", "/s/larkrise/people/"):
        assert client.get(path).status_code == 404, path


def test_the_pages_cost_the_same_however_many(senco, school, client_for, same_queries_however_many):
    from conftest import SINCE
    from goldenthread.people.operations import open_account

    client, made = client_for(senco), []

    def make(n):
        for _ in range(n):
            made.append(1)
            email = f"{len(made)}@larkrise.example"
            open_account(school=school, role="teacher", name="Some Body", email=email, on=SINCE)

    assert same_queries_however_many(lambda: client.get("/s/larkrise/happened/"), make) <= 12
    assert same_queries_however_many(lambda: client.get("/s/larkrise/people/"), make) <= 12
