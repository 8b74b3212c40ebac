"""What happened: found by who, about what and between which days."""

import pytest

pytestmark = pytest.mark.django_db
PATH = "/s/larkrise/happened/"


def asked(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_days_are_typed_in_three_boxes_and_both_count(ada, senco, client_for, today):
    page = client_for(senco)
    assert 'type="date"' not in page.get(PATH).content.decode()
    on_the_day = page.get(PATH, asked("since", today) | asked("until", today)).content.decode()
    assert "newest first" in on_the_day
    assert f'value="{today.year}"' in on_the_day
    assert "Nothing fits" in page.get(PATH, asked("since", today.replace(year=today.year + 1))).content.decode()
    assert "Nothing fits" in page.get(PATH, asked("until", today.replace(year=today.year - 1))).content.decode()


def test_half_a_day_is_asked_for_and_hides_nothing(ada, senco, client_for):
    page = client_for(senco).get(PATH, {"since_day": "3", "since_year": "2026"}).content.decode()
    assert "From must include a month" in page
    assert "newest first" in page
