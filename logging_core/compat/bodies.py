"""Reading what was sent: JSON unless it says otherwise, also without a content type."""

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, QueryDict
from django.http.request import UnreadablePostError

from logging_core.compat.errors import Refused

MOST = 1_048_576
MOST_UPLOAD = 20 * 1024 * 1024
FORM, MULTIPART, PLAIN = "application/x-www-form-urlencoded", "multipart/form-data", "text/plain"
NOTHING = None


def read(request: HttpRequest, kinds: tuple[str, ...]) -> Any:
    """The body as a value; `kinds` names content types beside JSON and forms that this route takes."""
    kind = request.META.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if kind == MULTIPART and MULTIPART in kinds:
        _check_length(request, MOST_UPLOAD)
        return NOTHING  # the files are read where they are stored
    raw = _whole(request)
    if kind == PLAIN and PLAIN in kinds:
        return raw.decode(errors="replace")
    if not raw:
        return NOTHING
    if kind == FORM:
        return _form(raw)
    if kind in ("", "application/json") or (kind.startswith("application/") and kind.endswith("+json")):
        return _json(raw)
    raise Refused(415, "Unsupported Media Type")


def _check_length(request: HttpRequest, most: int) -> None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > most:
        raise too_large(most)


def too_large(most: int) -> Refused:
    return Refused(413, f"Payload content length greater than maximum allowed: {most}")


def _whole(request: HttpRequest) -> bytes:
    _check_length(request, MOST)
    try:
        return request.body
    except RequestDataTooBig:
        raise too_large(MOST) from None
    except UnreadablePostError:
        raise Refused(400, "Invalid request payload input") from None


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw.decode(), parse_constant=_no_such_number)
    except (ValueError, RecursionError):
        raise Refused(400, "Invalid request payload JSON format") from None


def _no_such_number(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _form(raw: bytes) -> dict[str, Any]:
    """An object of strings; a repeated name is a list."""
    try:
        fields = QueryDict(raw.decode())
    except (ValueError, TooManyFieldsSent):
        raise Refused(400, "Invalid request payload input") from None
    return {name: values[0] if len(values) == 1 else values for name, values in fields.lists()}
