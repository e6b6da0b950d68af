"""reCaptcha, where an installation uses it: whether the sender of a form is a person."""

from http import HTTPStatus

import httpx
from django.conf import settings

from logging_core.compat.errors import Refused

PATIENCE_S = 5


def check(response: str, address: str) -> None:
    """Have the answer of a person judged by the service; nothing happens without a secret (on a ship).

    Only the one host of the settings is asked, redirects are not followed. Raises Refused: 401 when the answer is
    not good, 503 when the service cannot be reached or does not answer as it should.
    """
    if not settings.RECAPTCHA_SECRET:
        return
    if not response or not _is_good(response, address):
        raise Refused(HTTPStatus.UNAUTHORIZED, "reCaptcha failed")


def _is_good(response: str, address: str) -> bool:
    asked = {"secret": settings.RECAPTCHA_SECRET, "response": response, "remoteip": address}
    try:
        answer = httpx.post(settings.RECAPTCHA_URL, data=asked, timeout=PATIENCE_S)
        return answer.raise_for_status().json()["success"] is True
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "reCaptcha error") from None
