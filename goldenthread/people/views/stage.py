"""The stages between a right password and being in. Each is for whoever has come half way in this session."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.webauthn.internal.auth import begin_authentication, begin_registration
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldenthread.audit.refusals import Refused
from goldenthread.people import operations, queries, second, stages
from goldenthread.people.doors import anyone
from goldenthread.people.forms import CodeForm, FirstCodeForm, NamedPasskeyForm, NewPasswordForm, PasskeyForm
from goldenthread.people.models import User
from goldenthread.schools.clock import now

SECRET = "app_secret"  # noqa: S105 - where in the session the app's secret waits


def at_stage(name: str) -> Callable[..., Any]:
    """For whoever is at this stage of signing in; all others begin at the beginning or go where they belong."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def staged(request: HttpRequest) -> HttpResponse:
            user = stages.half(request)
            if user is None:
                return redirect("people:sign-in")
            where = stages.stage(user)
            return view(request, user) if where == name else stages.go_on(request, user)

        return anyone(require_http_methods(["GET", "POST"])(staged))

    return decorate


@at_stage("people:new-password")
def new_password(request: HttpRequest, user: User) -> HttpResponse:
    """A password that somebody handed over opens this page and no other."""
    form = NewPasswordForm(request.POST or None, user=user)
    if form.is_valid():
        try:
            user = operations.change_password(user=user, password=form.cleaned_data["password"], now=now())
        except Refused as refusal:
            form.add_error("password", str(refusal))
        else:
            stages.note(request, user, stages.onward(request))
            return stages.go_on(request, user)
    return render(request, "people/new_password.html", {
        "form": form, "person": user, "given": queries.password_given(user)})


@at_stage("people:second")
def second_factor(request: HttpRequest, user: User) -> HttpResponse:
    """A code from the app, a passkey, or a recovery code."""
    factors = second.factors(user)
    kinds = {factor.type for factor in factors}
    by_key = "credential" in request.POST
    form, key = CodeForm(None if by_key else request.POST or None), PasskeyForm(request.POST if by_key else None)
    if by_key and key.is_valid():
        refusal = operations.use_passkey(user=user, credential=key.cleaned_data["credential"], now=now())
        if not refusal:
            return stages.finish(request, user, second_shown=True)
        key.add_error(None, refusal)
    elif not by_key and form.is_valid():
        refusal = operations.use_code(user=user, code=form.cleaned_data["code"], now=now())
        if not refusal:
            return stages.finish(request, user, second_shown=True)
        form.add_error("code", refusal)
    options = begin_authentication(user) if second.PASSKEY in kinds else None
    return render(request, "people/second.html", {
        "form": key if by_key else form, "code_form": form, "options": in_json(options), "app": second.APP in kinds})


@at_stage("people:set-up")
def set_up(request: HttpRequest, user: User) -> HttpResponse:
    """Staff choose how they will show who they are beside their password; until then they are not in."""
    if "credential" in request.POST:
        return set_up_passkey(request, user)
    form = FirstCodeForm(request.POST or None)
    secret = request.session.setdefault(SECRET, second.new_secret())
    if form.is_valid():
        try:
            operations.add_app(user=user, secret=secret, code=form.cleaned_data["code"], now=now())
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            return done(request, user)
    return set_up_page(request, user, form, NamedPasskeyForm(initial={"name": "My device"}))


def set_up_passkey(request: HttpRequest, user: User) -> HttpResponse:
    form = NamedPasskeyForm(request.POST)
    if form.is_valid():
        try:
            operations.add_passkey(user=user, now=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return done(request, user)
    return set_up_page(request, user, FirstCodeForm(), form)


def set_up_page(request: HttpRequest, user: User, form: FirstCodeForm, passkey: NamedPasskeyForm) -> HttpResponse:
    secret = request.session.setdefault(SECRET, second.new_secret())
    address = second.app_address(user, secret)
    return render(request, "people/set_up.html", {
        "form": passkey if passkey.is_bound else form, "app_form": form, "passkey_form": passkey, "secret": secret,
        "picture": second.qr_picture(address), "address": address,
        "options": in_json(begin_registration(user, passwordless=False))})


def done(request: HttpRequest, user: User) -> HttpResponse:
    """In, with recovery codes on the page to keep."""
    codes = operations.new_recovery_codes(user=user, now=now())
    page = render(request, "people/recovery_codes.html", {"codes": codes, "onward": stages.onward(request)})
    return stages.finish(request, user, second_shown=True, response=page)


def in_json(options: dict[str, Any] | None) -> str:
    """A challenge for the browser's passkey functions, in the text form they take."""
    return json.dumps(options, default=dict) if options else ""
