"""The sign-in page: staff and family by e-mail, learners by their school's code."""

import json
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from goldenthread.people import devices, operations, stages
from goldenthread.people.doors import anyone
from goldenthread.people.forms import LearnerSignInForm, SignInForm
from goldenthread.people.models import User
from goldenthread.people.policies import in_minutes
from goldenthread.schools.clock import now

BUSY = "Very many people are signing in. Wait ten seconds and try again."


@anyone
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    return page(request, SignInForm, "people:sign-in")


@anyone
@require_http_methods(["GET", "POST"])
def learner_sign_in(request: HttpRequest) -> HttpResponse:
    return page(request, LearnerSignInForm, "people:learner-sign-in")


@anyone
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Out, and the browser is asked to forget what it kept of these pages."""
    learner = request.session.get("kind") == "learner"
    logout(request)
    response = redirect("people:learner-sign-in" if learner else "people:sign-in")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@anyone
@require_GET
def change_password_here(request: HttpRequest) -> HttpResponse:
    """/.well-known/change-password, where password managers look."""
    return redirect("people:change-password")


def page(request: HttpRequest, kind: type[SignInForm] | type[LearnerSignInForm], name: str) -> HttpResponse:
    onward = request.GET.get("next", "")
    if request.user.is_authenticated and request.method == "GET":
        return redirect(onward if stages.is_ours(onward) else "people:home")
    form, status = kind(request.POST or None, initial={"code": devices.code_here(request)}), 200
    if form.is_valid():
        attempt = try_it(request, form.cleaned_data["login"], form.cleaned_data["password"])
        if attempt.user:
            return stages.start(request, attempt.user, onward)
        form.add_error(None, in_words(attempt, form.wrong))
        status = 503 if attempt.refusal == "busy" else 200
    return render(request, "people/sign_in.html", {
        "form": form, "tabs": tabs(name, onward), "learner": kind is LearnerSignInForm, "demo": demo_sign_ins(),
        "asked": bool(onward.strip("/"))}, status=status)


def try_it(request: HttpRequest, login: str, password: str) -> operations.Attempt:
    user = User.objects.filter(login=login.strip().lower()).first()
    return operations.try_password(login=login, password=password, device=devices.known(request, user), now=now())


def in_words(attempt: operations.Attempt, wrong: str) -> str:
    if attempt.refusal == "wait":
        return f"There have been too many wrong tries. Wait {in_minutes(attempt.wait)} and try again."
    return {"wrong": wrong, "busy": BUSY}.get(attempt.refusal, attempt.refusal)


def tabs(current: str, onward: str) -> list[dict[str, Any]]:
    query = f"?next={onward}" if stages.is_ours(onward) else ""
    names = [("Staff and family", "people:sign-in"), ("Learners", "people:learner-sign-in")]
    return [{"text": text, "href": reverse(name) + query, "current": name == current} for text, name in names]


def demo_sign_ins() -> list[dict[str, str]]:
    """Who one can be in the demo, as the demo wrote it down; in demo mode only."""
    path = settings.DATA_DIR / "demo-signins.json"
    if not settings.DEMO or not path.exists():
        return []
    rows: list[dict[str, str]] = json.loads(path.read_text())
    # A learner's sign-in goes into two boxes.
    return [{**row, "login": row["login"].replace("/", ", ")} for row in rows]
