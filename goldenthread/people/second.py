"""Second factors: one-time codes from an app and passkeys (both through django-allauth), and recovery codes.

Nothing here writes. Recovery codes are kept as hashes, which allauth's are not; a one-time code's step is kept with
the app's secret, so that each step works once for as long as it would be taken.
"""

import base64
import hashlib
import secrets
from typing import Any
from urllib.parse import urlsplit

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from cryptography.fernet import Fernet
from django.conf import settings
from django.utils.safestring import SafeString
from qrcode.image.svg import SvgPathImage

from goldenthread.people.models import User
from goldenthread.people.sessions import kind_of

STEP = 30
APP, PASSKEY, CODES = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES
RECOVERY_CODES = 10


class Adapter(DefaultMFAAdapter):
    """What allauth asks of us. Passkeys are bound to the one address of settings, never to the Host header."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": urlsplit(settings.SITE_URL).hostname or "localhost", "name": "Golden Thread"}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        # Random-looking and the same each time: a passkey never learns who the person is.
        handle = hashlib.sha256(f"{settings.SECRET_KEY}:{user.pk}".encode()).digest()
        return {"id": handle, "display_name": user.name, "name": user.login}

    def get_totp_label(self, user: User) -> str:
        return user.login

    def get_totp_issuer(self) -> str:
        return "Golden Thread"

    def encrypt(self, text: str) -> str:
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher().decrypt(encrypted_text.encode()).decode()


def cipher() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"second factors:{settings.SECRET_KEY}".encode()).digest()))


def needed(user: User) -> bool:
    """Every member of staff, the operator and support teams, outside the demo."""
    return not settings.DEMO and kind_of(user) == "staff"


def factors(user: User) -> list[Authenticator]:
    """The person's app and passkeys, oldest first; recovery codes are not a factor by themselves."""
    return list(Authenticator.objects.filter(user=user).exclude(type=CODES).order_by("pk"))


def new_secret() -> str:
    return str(generate_totp_secret())


def matching_step(secret: str, code: str, now: float) -> int | None:
    """The step of 30 seconds whose code this is: this one, the one before or the one after."""
    digits = "".join(code.split())
    if not digits.isascii() or not digits.isdigit():
        return None
    for step in (int(now) // STEP + offset for offset in (0, -1, 1)):
        if secrets.compare_digest(format_hotp_value(hotp_value(secret, step)), digits):
            return step
    return None


def app_address(user: User, secret: str) -> str:
    return str(Adapter().build_totp_url(user, secret))


def qr_picture(address: str) -> SafeString:
    """The address as a square to photograph, as SVG for the page itself."""
    picture = qrcode.make(address, image_factory=SvgPathImage, box_size=12, border=2)
    return SafeString(picture.to_string(encoding="unicode"))
