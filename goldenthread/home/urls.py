from django.urls import path

from goldenthread.home.views import bare, dashboard, happened, more, register, thread

app_name = "home"
urlpatterns = [
    path("", dashboard.page, name="dashboard"),
    path("learners/", register.page, name="register"),
    path("learners/export/", register.export, name="export"),
    path("learners/<int:pk>/thread/", thread.page, name="thread"),
    path("happened/", happened.page, name="happened"),
    path("more/", more.page, name="more"),
    path("bare/", bare.page, name="bare"),
]
