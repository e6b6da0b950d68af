"""A picture over HTTP."""

import time
from email.utils import parsedate_to_datetime

import httpx

from logging_core.automation.aux_rules.cameras.camera import Camera
from logging_core.automation.aux_rules.cameras.fetched import Fetched, NoPicture, check_size
from logging_core.shared import clock, outgoing
from logging_core.shared.errors import Refusal


def fetch(camera: Camera) -> Fetched:
    """Raises NoPicture. The time-out is for the whole, however slowly the bytes come."""
    ends = time.monotonic() + camera.timeout_s
    try:
        with (
            outgoing.client(timeout=camera.timeout_s) as client,
            client.stream(
                "GET", camera.address, headers={"Accept": "image/*", "Cache-Control": "no-cache"}
            ) as answer,
        ):
            if answer.status_code != 200:
                raise NoPicture(f"{camera.address} answered {answer.status_code} {answer.reason_phrase}")
            return Fetched(_content(answer, ends, camera), _age(answer.headers))
    except httpx.TimeoutException:
        raise NoPicture(f"{camera.address} did not answer within {camera.timeout_s} s") from None
    except httpx.HTTPError as problem:
        raise NoPicture(f"{camera.address} cannot be reached: {problem}") from None
    except Refusal as refusal:
        raise NoPicture(refusal.message) from None


def _content(answer: httpx.Response, ends: float, camera: Camera) -> bytes:
    content = bytearray()
    for chunk in answer.iter_bytes():
        content += chunk
        check_size(len(content))
        if time.monotonic() > ends:
            raise NoPicture(f"{camera.address} was not complete after {camera.timeout_s} s")
    return bytes(content)


def _age(headers: httpx.Headers) -> float | None:
    """By the clock of the server where it tells its time, else by ours."""
    changed = _moment(headers.get("Last-Modified"))
    if changed is None:
        return None
    return ((_moment(headers.get("Date")) or clock.now().timestamp()) - changed) or 0.0


def _moment(text: str | None) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp() if text else None
    except (TypeError, ValueError, OverflowError):
        return None
