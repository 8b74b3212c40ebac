from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.people.doors import SchoolRequest, at_school


@require_safe
@at_school()
def page(request: SchoolRequest) -> HttpResponse:
    """The floor that other pages are measured against: the same door, session and frame, and nothing in it."""
    return render(request, "home/bare.html")
