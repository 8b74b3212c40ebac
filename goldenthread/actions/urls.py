from django.urls import path

from goldenthread.actions.views import agreeing, changing, learner, mine, school

app_name = "actions"
urlpatterns = [
    path("actions/", mine.page, name="mine"),
    path("actions/school/", school.page, name="school"),
    path("actions/new/", agreeing.about_school, name="new_for_school"),
    path("actions/<uuid:uuid>/done/", changing.done, name="done"),
    path("actions/<uuid:uuid>/drop/", changing.drop, name="drop"),
    path("actions/<uuid:uuid>/open-again/", changing.reopen, name="reopen"),
    path("actions/<uuid:uuid>/hand-on/", changing.hand_on, name="hand_on"),
    path("actions/<uuid:uuid>/day/", changing.another_day, name="day"),
    path("learners/<int:pk>/actions/", learner.page, name="list"),
    path("learners/<int:pk>/actions/new/", agreeing.about_learner, name="new"),
]
