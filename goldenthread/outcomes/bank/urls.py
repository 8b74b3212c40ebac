from django.urls import path

from goldenthread.outcomes.bank.views import searching, writing

urlpatterns = [
    path("outcome-bank/", searching.page, name="bank"),
    path("outcome-bank/new/", writing.new, name="bank_new"),
    path("outcome-bank/begin/", writing.begin, name="bank_begin"),
    path("outcome-bank/<uuid:uuid>/", writing.change, name="bank_change"),
    path("outcome-bank/<uuid:uuid>/retire/", writing.retire, name="bank_retire"),
    path("outcome-bank/<uuid:uuid>/bring-back/", writing.bring_back, name="bank_bring_back"),
    path("learners/<int:pk>/targets/bank/", searching.choose, name="choose"),
    path("learners/<int:pk>/targets/<uuid:uuid>/to-bank/", writing.from_outcome, name="to_bank"),
]
