"""The one address of this room outside any school: a secret stands in it, and no session with it."""

from django.urls import path

from goldenthread.reviews.views import calendar

app_name = "feeds"
urlpatterns = [path("calendar/<str:secret>.ics", calendar.feed, name="calendar")]
