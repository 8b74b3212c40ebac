"""How often a person is told by e-mail what is theirs to do."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldenthread.actions import operations, queries
from goldenthread.actions.forms import DigestForm
from goldenthread.people.doors import own_page
from goldenthread.people.models import User


@require_http_methods(["GET", "POST"])
@own_page
def page(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    form = DigestForm(request.POST or None, initial={"often": queries.often(user)})
    if form.is_valid():
        operations.choose_often(user=user, **form.cleaned_data)
        messages.success(request, "Kept. You can change it at any time.")
        return redirect("people:me")
    return render(request, "people/one_form.html", {
        "form": form, "title": "Letters about your actions", "button": "Save", "back": "/me/",
        "back_text": "Your account"})
