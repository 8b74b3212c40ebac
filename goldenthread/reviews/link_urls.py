"""The one address outside a school's own: a form opened by a link from a letter."""

from django.urls import path

from goldenthread.reviews.views import answering

app_name = "review_link"
urlpatterns = [path("view/<str:token>/", answering.by_link, name="form")]
