"""Answers in the forms that existing clients expect."""

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from logging_core.compat.errors import Refused, body_of, no_records

JSON = "application/json; charset=utf-8"
# Existing servers send strings so; `endpoint.SANDBOX` keeps browsers from running anything in it.
TEXT = "text/html; charset=utf-8"
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def ok(value: Any, status: int = 200) -> HttpResponse:
    return HttpResponse(_dumps(value), content_type=JSON, status=status)


def created(id: str) -> HttpResponse:
    return ok({"acknowledged": True, "insertedId": id}, status=201)


def nothing() -> HttpResponse:
    """204: no body and no content type."""
    answer = HttpResponse(status=204)
    del answer["Content-Type"]
    return answer


def text(value: str, status: int = 200) -> HttpResponse:
    return HttpResponse(value, content_type=TEXT, status=status)


def refusal(problem: Refused) -> HttpResponse:
    answer = ok(body_of(problem.status, problem.message, problem.error, problem.attributes), problem.status)
    if problem.www_authenticate:
        answer["WWW-Authenticate"] = problem.www_authenticate
    return answer


def listed(parts: Iterable[list[Any]]) -> HttpResponseBase:
    """A list that comes in parts: in one piece if it is short, otherwise as it is read. An empty one is a 404."""
    coming = iter(parts)
    first = next(coming, None)
    if not first:
        raise no_records()
    second = next(coming, None)
    if second is None:
        return ok(first)
    return streamed(_as_json(chain([first, second], coming)), JSON)


def streamed(pieces: Iterable[str], content_type: str) -> StreamingHttpResponse:
    return StreamingHttpResponse((piece.encode() for piece in pieces), content_type=content_type)


def _as_json(parts: Iterator[list[Any]]) -> Iterator[str]:
    before = "["
    for part in parts:
        yield before + _dumps(part)[1:-1]
        before = ","
    yield "]"
