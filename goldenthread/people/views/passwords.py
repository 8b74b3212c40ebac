"""Forgotten passwords, and the address in the letter."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from goldenthread.audit.refusals import Refused
from goldenthread.people import operations, policies, stages, tasks
from goldenthread.people.doors import anyone
from goldenthread.people.forms import ForgottenForm, NewPasswordForm
from goldenthread.people.models import Link
from goldenthread.people.passwords import digest
from goldenthread.schools.clock import now


@anyone
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """The same answer, at the same cost, whoever asks about whom: a task looks for the account."""
    form = ForgottenForm(request.POST or None)
    if not form.is_valid():
        return render(request, "people/forgotten.html", {"form": form})
    login = form.cleaned_data["login"].lower()
    if not operations.count_asking(login=login, now=now()):
        tasks.mail_password_link.enqueue(login)
    return render(request, "people/forgotten.html", {"asked": login})


@anyone
@require_http_methods(["GET", "POST"])
def password_link(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing; sending the form uses it up."""
    link = Link.objects.select_related("user").filter(digest=digest(token), purpose=Link.Purpose.PASSWORD).first()
    if link is None or policies.why_not_use(link, Link.Purpose.PASSWORD, now()):
        return render(request, "people/link_over.html", {"sentence": policies.LINK_OVER}, status=410)
    form = NewPasswordForm(request.POST or None, user=link.user)
    if form.is_valid():
        try:
            user = operations.use_password_link(link=link, password=form.cleaned_data["password"], now=now())
        except Refused as refusal:
            form.add_error("password", str(refusal))
        else:
            return stages.start(request, user)
    return render(request, "people/new_password.html", {"form": form, "person": link.user})


@anyone
@require_http_methods(["GET", "POST"])
def email_link(request: HttpRequest, token: str) -> HttpResponse:
    """Saying yes to signing in by another address."""
    link = Link.objects.select_related("user").filter(digest=digest(token), purpose=Link.Purpose.EMAIL).first()
    if link is None:
        raise Http404
    sentence = policies.why_not_use(link, Link.Purpose.EMAIL, now())
    if request.method == "POST" and not sentence:
        try:
            user = operations.use_email_link(link=link, now=now())
        except Refused as refusal:
            sentence = str(refusal)
        else:
            return render(request, "people/email_changed.html", {"email": user.email})
    if sentence:
        return render(request, "people/link_over.html", {"sentence": sentence}, status=410)
    return render(request, "people/email_link.html", {"link": link})
