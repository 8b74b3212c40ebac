from django.urls import include, path

from goldenthread.outcomes.views import closing, history, judging, listing, progress, replacing, today, wording

app_name = "outcomes"
urlpatterns = [
    path("", include("goldenthread.outcomes.bank.urls")),
    path("targets/hints/", wording.live_hints, name="hints"),
    path("today/", today.page, name="today"),
    path("learners/<int:pk>/targets/", listing.page, name="list"),
    path("learners/<int:pk>/targets/new/", wording.new, name="new"),
    path("learners/<int:pk>/targets/<uuid:uuid>/", history.page, name="history"),
    path("learners/<int:pk>/targets/<uuid:uuid>/change/", wording.change, name="change"),
    path("learners/<int:pk>/targets/<uuid:uuid>/progress/", progress.note, name="note"),
    path("learners/<int:pk>/targets/<uuid:uuid>/close/", closing.page, name="close"),
    path("learners/<int:pk>/targets/<uuid:uuid>/replace/", replacing.page, name="replace"),
    path("learners/<int:pk>/targets/<uuid:uuid>/judge/", judging.judge, name="judge"),
    path("learners/<int:pk>/targets/<uuid:uuid>/open-again/", closing.reopen, name="reopen"),
]
