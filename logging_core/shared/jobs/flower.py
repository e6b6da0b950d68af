"""Flower below /flower/, for admins: each request is handed on to its private socket, and only to be read.

Flower runs when somebody looks: the first request rings for it and waits until it answers.
"""

import base64
import hashlib
import re
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from http import HTTPStatus
from typing import Any

import httpx
from csp.constants import SELF
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from logging_core.shared import pages, permissions

STARTS_WITHIN_S = 30
TABLE = "tasks/datatable"  # asks with POST for what GET gives, because the question is long
SENT = ("Accept", "If-None-Match", "If-Modified-Since")
GIVEN = ("content-type", "etag", "last-modified", "location")
MOST_PAGE = 5_000_000
# Its only script inside a page: `var autorefresh = 1;`. Nothing else inside a page may run.
INLINE = re.compile(rb'<script type="text/javascript">(\s*var autorefresh = \d+;\s*)</script>')


@csrf_exempt  # nothing is changed by it
@login_required
@never_cache
def flower(request: HttpRequest, path: str = "") -> HttpResponse | StreamingHttpResponse:
    """Pages, files and the JSON of Flower. What would change something is not handed on."""
    if not permissions.is_admin(pages.person(request)):
        raise PermissionDenied
    if request.method not in ("GET", "HEAD") and not (request.method == "POST" and path == TABLE):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    try:
        answer = _ask(request, path)
    except (httpx.TransportError, OSError):
        told = pages.context(request, "automation", "jobs")
        return render(request, "jobs/no_flower.html", told, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return _page(answer) if _is_page(answer) else _streamed(answer)


def _ask(request: HttpRequest, path: str) -> httpx.Response:
    """The answer of Flower, its body not read yet."""
    question = request.body.decode() if request.method == "POST" else request.META.get("QUERY_STRING", "")
    headers = {name: request.headers[name] for name in SENT if name in request.headers}
    client = httpx.Client(transport=httpx.HTTPTransport(uds=str(settings.FLOWER_SOCKET)), timeout=60)
    url = httpx.URL(scheme="http", host="flower", path=f"/flower/{path}", query=question.encode())
    _wake()
    answer = client.send(
        client.build_request("GET", url, headers={**headers, "Accept-Encoding": "identity"}), stream=True
    )
    answer.extensions["client"] = client
    return answer


def _wake() -> None:
    """Ring, and wait for Flower to listen. Raises OSError when there is nobody to ring for."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as bell:
        bell.sendto(b".", str(settings.FLOWER_BELL))
    end = time.monotonic() + STARTS_WITHIN_S
    while not _listens():
        if time.monotonic() > end:
            raise TimeoutError("Flower has not started")
        time.sleep(0.1)


def _listens() -> bool:
    with socket.socket(socket.AF_UNIX) as trying, suppress(OSError):
        trying.connect(str(settings.FLOWER_SOCKET))
        return True
    return False


def _is_page(answer: httpx.Response) -> bool:
    return answer.headers.get("content-type", "").startswith("text/html")


def _page(answer: httpx.Response) -> HttpResponse:
    body = b"".join(_chunks(answer))[:MOST_PAGE]
    response = _with_headers(HttpResponse(body, status=answer.status_code), answer)
    hashes = [f"'sha256-{_digest(script)}'" for script in INLINE.findall(body)]
    response._csp_update = {
        "script-src": [SELF, *hashes],
        "style-src": [SELF, "'unsafe-inline'"],
    }
    return response


def _digest(script: bytes) -> str:
    return base64.b64encode(hashlib.sha256(script).digest()).decode()


def _streamed(answer: httpx.Response) -> StreamingHttpResponse:
    return _with_headers(StreamingHttpResponse(_chunks(answer), status=answer.status_code), answer)


def _with_headers(response: Any, answer: httpx.Response) -> Any:
    for name in GIVEN:
        if name in answer.headers:
            response[name] = answer.headers[name]
    return response


def _chunks(answer: httpx.Response) -> Iterator[bytes]:
    try:
        yield from answer.iter_raw()
    finally:
        answer.close()
        answer.extensions["client"].close()
