from django.urls import path

from goldenthread.exchange.views import files, preview, questions, rows

app_name = "exchange"
urlpatterns = [
    path("imports/", files.history, name="history"),
    path("imports/new/", files.upload, name="upload"),
    path("imports/template.xlsx", files.template, name="template"),
    path("imports/<int:pk>/", preview.one, name="one"),
    path("imports/<int:pk>/questions/", questions.questions, name="questions"),
    path("imports/<int:pk>/columns/", questions.columns, name="columns"),
    path("imports/<int:pk>/rows/<int:number>/", rows.row, name="row"),
    path("imports/<int:pk>/decide/", preview.decide, name="decide"),
    path("imports/<int:pk>/apply/", preview.apply, name="apply"),
    path("imports/<int:pk>/undo/", preview.undo, name="undo"),
    path("imports/<int:pk>/cancel/", files.cancel, name="cancel"),
    path("imports/<int:pk>/left.xlsx", preview.left, name="left"),
]
