"""What the JSON endpoints of the pages share: scopes, one shape of refusal, who is acting."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions, status
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from logging_core.shared import permissions
from logging_core.shared.announce import Actor
from logging_core.shared.errors import Refusal, wrong

log = logging.getLogger(__name__)


class Scoped(BasePermission):
    """Opens an endpoint to holders of the scope it names for the request's method."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        scope = getattr(view, "scopes", {}).get(request.method)
        return bool(request.user.is_authenticated and scope and permissions.has_scope(request.user, scope))


class PageEndpoint(APIView):
    """A JSON endpoint of the pages: `scopes` names the scope that each method needs."""

    permission_classes = [Scoped]
    scopes: Mapping[str, str] = {}

    def check_permissions(self, request: Request) -> None:
        if request.method not in self.scopes:
            raise exceptions.MethodNotAllowed(request.method or "")
        super().check_permissions(request)


def person_of(request: Any) -> Any:
    """The account of the person asking; endpoints with scopes let nobody else in."""
    return request.user


def actor_of(request: Request) -> Actor:
    person = person_of(request)
    return Actor(name=person.username, id=person.id, via="page")


def body_of(request: Request) -> dict[str, Any]:
    """The JSON object that was sent; anything else is refused."""
    try:
        body = request.data
    except RecursionError as problem:
        raise wrong("body", "is nested too deeply") from problem
    if not isinstance(body, dict):
        raise wrong("body", "must be a JSON object")
    return body


@csrf_exempt
def no_such_address(request: HttpRequest, anything: str) -> JsonResponse:
    """Programs get the same shape of answer everywhere, also where nothing is."""
    return JsonResponse(refusal_body(404, "Not found"), status=404)


def refusal_body(code: int, message: str, **details: Any) -> dict[str, Any]:
    return {"statusCode": code, "error": HTTPStatus(code).phrase, "message": message, **details}


def answer_refusal(problem: Exception, context: dict[str, Any]) -> Response | None:
    """Every refusal of every endpoint in one shape; what is not a refusal is a defect and stays an error 500."""
    if isinstance(problem, Refusal):
        return Response(refusal_body(problem.status, problem.message, **problem.details), status=problem.status)
    if isinstance(problem, OperationalError | InterfaceError):
        log.error("the database did not answer: %s", problem)
        return Response(refusal_body(503, "The database does not answer; nothing was stored."), status=503)
    if isinstance(problem, RequestDataTooBig):
        return Response(refusal_body(413, "The request is larger than 1 MiB."), status=413)
    if isinstance(problem, Http404):
        return Response(refusal_body(404, "Not found"), status=status.HTTP_404_NOT_FOUND)
    if isinstance(problem, exceptions.APIException):
        headers = {"WWW-Authenticate": problem.auth_header} if hasattr(problem, "auth_header") else None
        body = refusal_body(problem.status_code, _plain(problem.detail))
        return Response(body, status=problem.status_code, headers=headers)
    return None


def _plain(detail: Any) -> str:
    if isinstance(detail, list):
        return "; ".join(_plain(part) for part in detail)
    if isinstance(detail, dict):
        return "; ".join(f"{name}: {_plain(part)}" for name, part in detail.items())
    return str(detail)
