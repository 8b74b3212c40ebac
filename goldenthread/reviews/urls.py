"""Addresses of this room, under /s/<school>/."""

from django.urls import path

from goldenthread.reviews.dates_urls import urlpatterns as dates
from goldenthread.reviews.views import answering, asking, concluding, listing, meeting, planning, taking_in

LEARNER = "learners/<int:pk>/reviews/"
ONE = LEARNER + "<uuid:uuid>/"

app_name = "reviews"
urlpatterns = [
    path(LEARNER, listing.page, name="list"),
    path(LEARNER + "when/<int:plan>/", listing.schedule, name="schedule"),
    path(LEARNER + "new/", planning.new, name="new"),
    path(ONE, asking.page, name="one"),
    path(ONE + "change/", planning.change, name="change"),
    path(ONE + "cancel/", planning.cancel, name="cancel"),
    path(ONE + "ask/", asking.ask, name="ask"),
    path(ONE + "teachers/", asking.teachers, name="teachers"),
    *[path(ONE + f"people/<uuid:who>/{deed}/", asking.person, {"deed": deed}, name=deed.replace("_", "-"))
      for deed in asking.DEEDS],
    path(ONE + "people/<uuid:who>/take-back/", asking.take_back, name="take-back"),
    path(ONE + "not-asked/<slug:seat>/", asking.leave_out, name="leave-out"),
    path(ONE + "people/<uuid:who>/typed/", asking.typed, name="typed"),
    path(ONE + "answers/", taking_in.page, name="answers"),
    path(ONE + "answers/take-in/", taking_in.take_in, name="take-in"),
    path(ONE + "answers/<uuid:said>/set-aside/", taking_in.set_aside, name="set-aside"),
    path(ONE + "meeting/", meeting.page, name="meeting"),
    path(ONE + "conclude/", concluding.page, name="conclude"),
    path(ONE + "concluded/", concluding.done, name="concluded"),
    path("asked/", answering.asked, name="asked"),
    path("asked/<uuid:who>/", answering.answer, name="answer"),
    *dates,
]
