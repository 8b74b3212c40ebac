from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.home.places import RUNNING, open_to
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission


@require_safe
@at_school(Permission.LEARNERS_MANAGE)
def page(request: SchoolRequest) -> HttpResponse:
    """What it takes to run the place, each with what it is for."""
    places = [(place, reverse(place.address, args=[request.school.slug]))
              for place in open_to(RUNNING, request.member)]
    return render(request, "home/more.html", {"places": places})
