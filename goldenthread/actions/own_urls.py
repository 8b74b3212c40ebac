from django.urls import path

from goldenthread.actions.views import often

app_name = "letters"
urlpatterns = [
    path("letters/", often.page, name="often"),
]
