from django.urls import path

from goldenthread.story.views import history, record, retire, words

app_name = "story"
urlpatterns = [
    path("learners/<int:pk>/record/", record.page, name="record"),
    path("learners/<int:pk>/record/<slug:field>/new/", words.new, name="new"),
    path("learners/<int:pk>/record/entries/<uuid:uuid>/", words.change, name="change"),
    path("learners/<int:pk>/record/entries/<uuid:uuid>/history/", history.page, name="history"),
    path("learners/<int:pk>/record/entries/<uuid:uuid>/take-out/", retire.page, name="retire"),
    path("learners/<int:pk>/record/entries/<uuid:uuid>/bring-back/", retire.restore, name="restore"),
]
