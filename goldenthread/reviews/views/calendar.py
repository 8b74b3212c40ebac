"""The calendar, as a month and as a list; and the secret address for a person's own calendar programme."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.people.doors import SchoolRequest, anyone, at_school
from goldenthread.people.permissions import Permission
from goldenthread.people.throttle import Bucket
from goldenthread.reviews.clocks import agenda, ics, queries
from goldenthread.reviews.models import Feed
from goldenthread.reviews.operations import feeds as operations
from goldenthread.schools.clock import now, today

# Calendar programmes ask a few times a day; who tries addresses is slowed before the database hears of it.
ASKED = Bucket(capacity=300, rate=5)
BACK, AHEAD = timedelta(weeks=8), timedelta(weeks=78)
YEARS = range(2015, 2101)


@require_safe
@at_school(Permission.LEARNERS_LIST)
def page(request: SchoolRequest) -> HttpResponse:
    """A month of one's own dates, or of all the school's that one may see."""
    on = today()
    first = month_asked(request.GET.get("month", ""), on)
    own = request.GET.get("whose") != "school"
    start, end = agenda.shown_days(first)
    found = agenda.entries(request.member, start, end, on, own=own)
    free = [(each.starts_on, each.reopens_on) for each in queries.holidays(request.school)]
    return render(request, "reviews/calendar/page.html", {
        "first": first, "weeks": agenda.month_of(first, found, on, free), "own": own,
        "entries": [each for each in found if each.on.month == first.month and each.on.year == first.year],
        "before": f"{agenda.month_before(first):%Y-%m}", "after": f"{agenda.next_month(first):%Y-%m}",
        "this_month": f"{on:%Y-%m}", "tabs": tabs(own), "has_feed": Feed.objects.filter(
            member=request.member, revoked_at=None).exists()})


def month_asked(text: str, on: date) -> date:
    """The first day of the month in the address; this month where that says nothing sensible."""
    try:
        first = datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        return on.replace(day=1)
    return first if first.year in YEARS else on.replace(day=1)


def tabs(own: bool) -> list[dict[str, object]]:
    return [{"text": "Mine", "href": "?whose=mine", "current": own},
            {"text": "The school’s", "href": "?whose=school", "current": not own}]


@require_http_methods(["GET", "POST"])
@at_school(Permission.LEARNERS_LIST)
def address(request: SchoolRequest) -> HttpResponse:
    """Make or renew the secret address. It is shown once, in the answer to the press that made it."""
    if request.method == "POST":
        secret = operations.make_feed(by=request.member, now=now())
        where = settings.SITE_URL.rstrip("/") + reverse("feeds:calendar", args=[secret])
        return render(request, "reviews/calendar/address.html", {"address": where})
    live = Feed.objects.filter(member=request.member, revoked_at=None).first()
    return render(request, "reviews/calendar/address.html", {"live": live})


@require_POST
@at_school(Permission.LEARNERS_LIST)
def end_address(request: SchoolRequest) -> HttpResponse:
    operations.end_feed(by=request.member, now=now())
    messages.success(request, "The address works no more. Your calendar programme will show nothing new.")
    return redirect("reviews:calendar", slug=request.school.slug)


@anyone
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """A member's dates for their calendar programme: what kind of thing, when, where to look; never about whom."""
    if not ASKED.take():
        return HttpResponse("Too many at once. Try again in a minute.\n", status=429, content_type="text/plain",
                            headers={"Retry-After": "60"})
    on = today()
    found = queries.feed_of(secret, on)
    if found is None:
        raise Http404
    member = found.member
    where = settings.SITE_URL.rstrip("/") + reverse("reviews:calendar", args=[member.school.slug])
    entries = agenda.entries(member, on - BACK, on + AHEAD, on, own=True)
    events = [ics.Event(f"{each.uid}@golden-thread", each.on, agenda.NAMELESS[each.kind],
                        f"{where}?month={each.on:%Y-%m}", each.starts_at) for each in entries]
    return HttpResponse(ics.calendar("Golden Thread", events, now()), content_type="text/calendar; charset=utf-8",
                        headers={"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer",
                                 "Content-Disposition": 'inline; filename="golden-thread.ics"'})
