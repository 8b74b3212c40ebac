"""Reading a school's years."""

from datetime import date

from goldenthread.schools.models import AcademicYear, School


def current_year(school: School) -> AcademicYear:
    """The academic year the school works in: the one marked current, whatever the calendar says."""
    return AcademicYear.objects.get(school=school, current=True)


def year_at(school: School, on: date) -> AcademicYear | None:
    """The school's academic year that holds a date, where it has been opened."""
    return AcademicYear.objects.filter(school=school, starts_on__lte=on, ends_on__gte=on).first()
