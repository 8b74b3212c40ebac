"""Addresses of statutory dates and the calendar, under /s/<school>/; put among the room's by urls.py."""

from django.urls import path

from goldenthread.reviews.views import calendar, dates, due, evidence

urlpatterns = [
    path("learners/<int:pk>/dates/", dates.page, name="dates"),
    path("learners/<int:pk>/dates/start/", dates.start, name="dates_start"),
    path("learners/<int:pk>/dates/evidence/", evidence.page, name="dates_evidence"),
    path("learners/<int:pk>/dates/<uuid:uuid>/", dates.note, name="dates_note"),
    path("learners/<int:pk>/dates/<uuid:uuid>/meeting/", dates.arrange, name="dates_meeting"),
    path("learners/<int:pk>/dates/<uuid:uuid>/take-back/", dates.take_back, name="dates_take_back"),
    path("learners/<int:pk>/dates/<uuid:uuid>/call-off/", dates.call_off, name="dates_call_off"),
    path("learners/<int:pk>/dates/limit/<int:clock>/exception/", dates.exception, name="dates_exception"),
    path("learners/<int:pk>/dates/limit/<int:clock>/restore/", dates.restore, name="dates_restore"),
    path("due/", due.page, name="due"),
    path("due/start/", due.start, name="due_start"),
    path("due/evidence/", evidence.gaps, name="evidence_gaps"),
    path("calendar/", calendar.page, name="calendar"),
    path("calendar/address/", calendar.address, name="calendar_address"),
    path("calendar/address/end/", calendar.end_address, name="calendar_address_end"),
]
