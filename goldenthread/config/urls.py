"""Every address of the product. A room's own addresses stand in its urls.py."""

from django.urls import include, path

from goldenthread.config import views

SCHOOL = "s/<slug:slug>/"
ROOMS = ["home", "learners", "reviews", "plans", "outcomes", "story", "actions", "exchange"]

handler400 = "goldenthread.config.errors.bad_request"
handler403 = "goldenthread.config.errors.forbidden"
handler404 = "goldenthread.config.errors.not_found"
handler500 = "goldenthread.config.errors.broken"

urlpatterns = [
    path("look/", views.look, name="look"),
    path("", include("goldenthread.people.urls")),
    path("", include("goldenthread.reviews.link_urls")),
    path("", include("goldenthread.reviews.feed_urls")),
    path("me/", include("goldenthread.actions.own_urls")),
    path(SCHOOL, include("goldenthread.people.school_urls")),
    *[path(SCHOOL, include(f"goldenthread.{room}.urls")) for room in ROOMS],
]
