"""Where letters go."""

from typing import Any
from urllib.parse import unquote, urlsplit


def settings(url: str) -> dict[str, Any]:
    """Django's mail settings from smtp://user:password@host:587 (encrypted once connected, where there is a password)
    or smtps://user:password@host:465 (encrypted from the start); the console without one.
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("GOLDENTHREAD_SMTP_URL must look like smtp://user:password@host:587")
    secure = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if secure else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": secure,
        # A password is never sent in the open.
        "EMAIL_USE_TLS": not secure and bool(parts.username),
        "EMAIL_TIMEOUT": 10,
    }
