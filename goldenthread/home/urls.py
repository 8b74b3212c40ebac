from django.urls import path

from goldenthread.home.views import bare, dashboard, register

app_name = "home"
urlpatterns = [
    path("", dashboard.page, name="dashboard"),
    path("learners/", register.page, name="register"),
    path("learners/export/", register.export, name="export"),
    path("bare/", bare.page, name="bare"),
]
