"""One's own account: name, letters on the screen, password, address, second factors, signing out everywhere."""

from typing import Any

from allauth.mfa.webauthn.internal.auth import begin_registration
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from goldenthread.audit.refusals import Refused
from goldenthread.people import devices, operations, second
from goldenthread.people.doors import memberships, own_page, sure
from goldenthread.people.forms import (
    ChangePasswordForm,
    EmailForm,
    FirstCodeForm,
    FontForm,
    NamedPasskeyForm,
    NameForm,
    SureForm,
)
from goldenthread.people.models import User
from goldenthread.people.views.sign_in import in_words
from goldenthread.people.views.stage import SECRET, in_json
from goldenthread.schools.clock import now, today
from goldenthread.schools.forms import Form

NOT_YOURS = "That is not the password you have now."


def user_of(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


@require_GET
@own_page
def me(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    return render(request, "people/me.html", {
        "person": user, "factors": second.factors(user), "needed": second.needed(user), "font": FontForm(
            initial={"font": user.font}), "mine": memberships(user, today())})


@require_POST
@own_page
def font(request: HttpRequest) -> HttpResponse:
    form = FontForm(request.POST)
    if form.is_valid():
        operations.choose_font(user=user_of(request), font=form.cleaned_data["font"])
        messages.success(request, "Pages now come in the letters you chose.")
    return redirect("people:me")


@require_http_methods(["GET", "POST"])
@own_page
def name(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    form = NameForm(request.POST or None, initial={"name": user.name})
    if form.is_valid():
        operations.rename(user=user, name=form.cleaned_data["name"])
        messages.success(request, "Your name is changed. What you wrote before keeps the name you had then.")
        return redirect("people:me")
    return one_form(request, form, "Your name", "Save name")


@require_http_methods(["GET", "POST"])
@own_page
def password(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    form = ChangePasswordForm(request.POST or None, user=user)
    if form.is_valid() and is_theirs(request, form, form.cleaned_data["now"]):
        try:
            user = operations.change_password(user=user, password=form.cleaned_data["password"], now=now())
        except Refused as refusal:
            form.add_error("password", str(refusal))
        else:
            update_session_auth_hash(request, user)
            messages.success(request, "Your password is changed. You are signed out everywhere else.")
            return redirect("people:me")
    return one_form(request, form, "Change your password", "Change password")


def is_theirs(request: HttpRequest, form: Form, typed: str) -> bool:
    """Whether this is the password they have: counted like a try at the sign-in page."""
    user = user_of(request)
    attempt = operations.try_password(login=user.login, password=typed, device=devices.known(request, user), now=now())
    if attempt.user is None:
        form.add_error("now", in_words(attempt, NOT_YOURS))
    return attempt.user is not None


@require_http_methods(["GET", "POST"])
@own_page
def make_sure(request: HttpRequest) -> HttpResponse:
    """The password again, before something a thief would do first."""
    form = SureForm(request.POST or None)
    onward = request.GET.get("next", "")
    if form.is_valid() and is_theirs(request, form, form.cleaned_data["now"]):
        request.session.cycle_key()
        request.session["sure"] = now().isoformat()
        return redirect(onward if url_has_allowed_host_and_scheme(onward, allowed_hosts=None) else "people:me")
    return one_form(request, form, "Is it you?", "Go on",
                    "Type your password once more before you change how you sign in.")


@require_http_methods(["GET", "POST"])
@own_page
@sure
def email(request: HttpRequest) -> HttpResponse:
    user, form = user_of(request), EmailForm(request.POST or None)
    if form.is_valid():
        try:
            link = operations.ask_for_email(user=user, email=form.cleaned_data["email"], now=now())
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, f"We have written to {link.email}. Until you say yes there, nothing changes.")
            return redirect("people:me")
    return one_form(request, form, "Sign in by another e-mail address", "Send the letter",
                    f"You sign in by {user.login} now. We write to the new address, and tell the old one.")


@require_http_methods(["GET", "POST"])
@own_page
@sure
def add_app(request: HttpRequest) -> HttpResponse:
    user, form = user_of(request), FirstCodeForm(request.POST or None)
    secret = request.session.setdefault(SECRET, second.new_secret())
    if form.is_valid():
        try:
            operations.add_app(user=user, secret=secret, code=form.cleaned_data["code"], now=now())
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            return added(request, user)
    address = second.app_address(user, secret)
    return render(request, "people/add_app.html", {
        "form": form, "secret": secret, "picture": second.qr_picture(address), "address": address})


@require_http_methods(["GET", "POST"])
@own_page
@sure
def add_passkey(request: HttpRequest) -> HttpResponse:
    user, form = user_of(request), NamedPasskeyForm(request.POST or None, initial={"name": "My device"})
    if form.is_valid():
        try:
            operations.add_passkey(user=user, now=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return added(request, user)
    options = in_json(begin_registration(user, passwordless=False))
    return render(request, "people/add_passkey.html", {"form": form, "options": options})


def added(request: HttpRequest, user: User) -> HttpResponse:
    """The first second factor brings recovery codes with it; this session has shown it."""
    request.session.pop(SECRET, None)
    request.session["second"] = True
    if len(second.factors(user)) == 1:
        return recovery_codes_page(request, user)
    messages.success(request, "Added. You can use it the next time you sign in.")
    return redirect("people:me")


@require_http_methods(["GET", "POST"])
@own_page
@sure
def recovery_codes(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return recovery_codes_page(request, user_of(request))
    return one_form(request, Form(), "Make new recovery codes?", "Make ten new codes",
                    "The codes you have stop working.")


def recovery_codes_page(request: HttpRequest, user: User) -> HttpResponse:
    codes = operations.new_recovery_codes(user=user, now=now())
    return render(request, "people/recovery_codes.html", {"codes": codes, "onward": "/me/"})


@require_POST
@own_page
@sure
def remove_second(request: HttpRequest, pk: int) -> HttpResponse:
    if pk not in {factor.pk for factor in second.factors(user_of(request))}:
        raise Http404
    operations.remove_second(user=user_of(request), pk=pk, now=now())
    messages.success(request, "Taken away. It opens nothing any more.")
    return redirect("people:me")


@require_POST
@own_page
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """This browser stays signed in; every other one is out, and none is known any more."""
    user = user_of(request)
    operations.sign_out_everywhere(user=user)
    user.refresh_from_db()
    update_session_auth_hash(request, user)
    messages.success(request, "You are signed out everywhere but here.")
    response = redirect("people:me")
    devices.remember(request, response, user)
    return response


def one_form(request: HttpRequest, form: Form, title: str, button: str, text: str = "", **facts: Any) -> HttpResponse:
    return render(request, "people/one_form.html", {
        "form": form, "title": title, "button": button, "text": text, "back": "/me/", "back_text": "Your account",
        **facts})
