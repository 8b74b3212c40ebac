"""What every answer carries: nothing is kept by a browser or a proxy, and the browser is told to share nothing."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from goldenthread.audit.refusals import Refused
from goldenthread.config import errors

OFF = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media",
    "fullscreen", "geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection", "local-fonts",
    "magnetometer", "microphone", "midi", "otp-credentials", "payment", "picture-in-picture", "serial",
    "storage-access", "usb", "window-management", "xr-spatial-tracking",
)  # fmt: skip
# Passkeys are the one power our own pages use.
POLICY = ", ".join([f"{power}=()" for power in OFF] + ["publickey-credentials-get=(self)"])


class Guard:
    """Headers on every page, and a page for what went wrong. Static files are answered before this."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            response = errors.not_that_way(request, response)
        # Back on a classroom computer shows nothing of the person before.
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = POLICY
        # On all alike: its absence would tell a page that is not there from one that is not for you.
        patch_vary_headers(response, ["Cookie"])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal that no form took up becomes a page with its sentence."""
        return errors.refused(request, exception) if isinstance(exception, Refused) else None
