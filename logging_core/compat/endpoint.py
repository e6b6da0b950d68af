"""What all routes share: the order of checks, the refusals, and who is asking.

Order: route, token (401), body (400, 413, 415), scope (403), path, query, payload (400), then the route itself.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.views import APIView

from logging_core.accounts.models import User
from logging_core.compat import answers, bodies, tokens
from logging_core.compat.errors import Refused, refused_by_action
from logging_core.compat.fields import NOT_HEX, Field, Id, Shape, Wrong
from logging_core.shared import permissions
from logging_core.shared.announce import Actor
from logging_core.shared.errors import Refusal

log = logging.getLogger(__name__)
ANY_TOKEN = "token"  # noqa: S105  (not one)
OPEN = "open"
# Nothing that comes from here is a page of ours: a browser may show it, not run it.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox"


@dataclass(frozen=True)
class Door:
    """What a method of a route asks for.

    `scope`: a scope, ANY_TOKEN or OPEN. `query` and `payload`: its parameters and its body, if it has any.
    `in_words`: whether refusals of input name the field. `not_allowed`: status when an action refuses a right.
    """

    scope: str
    query: Shape | None = None
    payload: Field | None = None
    in_words: bool = False
    not_allowed: int = 401
    kinds: tuple[str, ...] = ()


class Endpoint(APIView):
    """A route. `doors` names its methods.

    The REST framework makes it known to the schema; token, body and answer follow the contract's own rules, so
    its request, its login and its parsers stay out of the way.
    """

    doors: Mapping[str, Door] = {}
    person: User
    asked: dict[str, Any]
    payload: Any

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return request

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        door = self.door
        if door.scope != OPEN:
            self.person = tokens.holder(request)
        body = bodies.read(request, door.kinds)
        if door.scope not in (OPEN, ANY_TOKEN) and not permissions.has_scope(self.person, door.scope):
            raise Refused(403, "Insufficient scope")
        self._check_ids(door)
        self.asked = _asked(request, door)
        self.payload = _payload(body, door)

    @property
    def door(self) -> Door:
        method = "GET" if self.request.method == "HEAD" else str(self.request.method)
        if method not in self.doors:
            raise no_route(self.request)
        return self.doors[method]

    @property
    def actor(self) -> Actor:
        return Actor(self.person.username, self.person.id, via="api")

    @property
    def is_admin(self) -> bool:
        return permissions.is_admin(self.person)

    def _check_ids(self, door: Door) -> None:
        if "id" not in self.kwargs:
            return
        try:
            self.kwargs["id"] = Id().check(self.kwargs["id"], "id")
        except Wrong as problem:
            said = str(problem)
            raise Refused(
                400, said if door.in_words or said == NOT_HEX else "Invalid request params input"
            ) from None

    def handle_exception(self, exc: Exception) -> Any:
        if isinstance(exc, Refusal):
            return answers.refusal(refused_by_action(exc, self._status_of_missing_right()))
        if isinstance(exc, OperationalError | InterfaceError):
            log.error("the database did not answer: %s", exc)
            return answers.refusal(Refused(503, "database error"))
        if isinstance(exc, IntegrityError):
            log.warning("two requests stored the same at once: %s", exc)
            return answers.refusal(Refused(409, "somebody else stored the same at this very moment"))
        raise exc

    def _status_of_missing_right(self) -> int:
        door = self.doors.get(str(self.request.method))
        return door.not_allowed if door else 401

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response.headers.setdefault("Cache-Control", "no-cache")
        response.headers.setdefault("Content-Security-Policy", SANDBOX)
        if request.method == "HEAD" and response.streaming:
            response.close()
            return _head_of(response)
        return response


def _head_of(response: HttpResponseBase) -> HttpResponse:
    return HttpResponse(status=response.status_code, headers=dict(response.headers))


def no_route(request: HttpRequest) -> Refused:
    """The two ways in which existing servers say that there is no such thing."""
    return Refused(404, "Oops, 404 Page!" if request.method in tokens.READING else "Not Found")


def _asked(request: HttpRequest, door: Door) -> dict[str, Any]:
    """Query parameters: a repeated one is a list, an empty one counts as absent."""
    if door.query is None:
        return {}
    given = {}
    for name, values in request.GET.lists():
        filled = [value for value in values if value.strip()]
        if filled or name not in door.query.fields:
            given[name] = filled[0] if len(filled) == 1 else filled
    try:
        return door.query.check(given)
    except Wrong:
        raise Refused(400, "Invalid request query input") from None


def _payload(body: Any, door: Door) -> Any:
    if door.payload is None:
        return body
    try:
        return door.payload.check(body, "")
    except Wrong as problem:
        said = str(problem)
        raise Refused(400, said if door.in_words else "Invalid request payload input") from None
