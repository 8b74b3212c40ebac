"""What tests of statutory dates, and of their pages, do again and again."""

from datetime import date

from goldenthread.reviews.models import Clock
from goldenthread.schools.models import AcademicYear, Term
from goldenthread.schools.operations import amend_terms


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def url(learner, rest=""):
    return f"/s/larkrise/learners/{learner.pk}/dates/{rest}"


def boxes(day, name="day"):
    return {f"{name}_{part}": getattr(day, part) for part in ("day", "month", "year")}


def set_terms(school, senco):
    year = AcademicYear.objects.get(school=school)
    one, two, three = Term.objects.filter(year=year).order_by("starts_on")
    amend_terms(year=year, by=senco, terms={
        one.pk: (date(2026, 9, 3), date(2026, 12, 18)), two.pk: (date(2027, 1, 4), date(2027, 3, 25)),
        three.pk: (date(2027, 4, 12), date(2027, 7, 21))})


def dates(process):
    return {clock.rule: clock.due_on for clock in Clock.objects.filter(process=process)}


def met(process):
    return {clock.rule for clock in Clock.objects.filter(process=process).exclude(met_on=None)}


def clock_of(process, rule):
    return Clock.objects.get(process=process, rule=rule)


def at(day, senco):
    return {"by": senco, "on": day}
