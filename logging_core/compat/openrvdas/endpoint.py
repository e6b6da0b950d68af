"""What the endpoints share: logins, roles, bodies as forms or JSON, refusals in their form."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from rest_framework import exceptions
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from logging_core.compat.openrvdas.auth import PasswordLogin, TokenLogin
from logging_core.loggers.intake import BadDefinition
from logging_core.loggers.models import LoggerControl
from logging_core.shared.announce import Actor
from logging_core.shared.errors import Refusal
from logging_core.shared.http import PageEndpoint, answer_refusal, person_of
from logging_core.shared.sessions import PageSession


class Described(AutoSchema):
    """The description of an endpoint, from the bodies it names."""

    def get_request_serializer(self) -> Any:
        view: Any = self.view
        return view.bodies.get(self.method)

    def get_response_serializers(self) -> Any:
        return OpenApiTypes.OBJECT


class Endpoint(PageEndpoint):
    """`scopes` names the scope that each method needs, `bodies` what it takes."""

    authentication_classes = [TokenLogin, PasswordLogin, PageSession]
    parser_classes = [JSONParser, FormParser, MultiPartParser]
    schema = Described()
    bodies: dict[str, type[Serializer]] = {}

    def body(self, request: Request) -> dict[str, Any]:
        """The checked fields of the body."""
        sent = self.bodies[request.method or ""](data=request.data)
        sent.is_valid(raise_exception=True)
        return sent.validated_data

    def get_exception_handler(self) -> Callable[..., Response | None]:
        return refusal


def refusal(problem: Exception, context: dict[str, Any]) -> Response | None:
    """`{"field": ["cause"]}` for what is missing, `{"status", "errors"}` for what cannot be carried out."""
    if isinstance(problem, exceptions.ValidationError):
        return Response(problem.detail, status=400)
    if isinstance(problem, BadDefinition):
        told = [f"{p['file']}:{p['line']}: {p['path']}: {p['cause']}" for p in problem.details["problems"]]
        return Response({"status": "error", "errors": told}, status=400)
    if isinstance(problem, Refusal) and problem.status in (400, 409):
        return Response({"status": problem.message, "errors": [problem.message]}, status=400)
    if isinstance(problem, exceptions.APIException):
        headers = {"WWW-Authenticate": problem.auth_header} if hasattr(problem, "auth_header") else None
        return Response({"detail": str(problem.detail)}, status=problem.status_code, headers=headers)
    return answer_refusal(problem, context)


def actor_of(request: Request) -> Actor:
    person = person_of(request)
    return Actor(name=person.username, id=person.id, via="api")


def control() -> LoggerControl:
    return LoggerControl.objects.select_related("definition").get(pk=1)
