"""The description of the routes: for programs as OpenAPI, for people as pages that need no internet."""

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator

from logging_core.compat import answers
from logging_core.compat.endpoint import OPEN, Door, Endpoint


@cache
def openapi() -> dict[str, Any]:
    return SchemaGenerator(urlconf="logging_core.compat.urls").get_schema(request=None, public=True)


class SwaggerJson(Endpoint):
    """This description, as OpenAPI 3."""

    doors = {"GET": Door(OPEN)}

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return answers.ok(openapi())


class Documentation(Endpoint):
    """This description, as pages."""

    doors = {"GET": Door(OPEN)}

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return render(request, "documentation.html")

    def finalize_response(self, request: HttpRequest, response: Any, *args: Any, **kwargs: Any) -> Any:
        """The one page of ours here: it runs scripts of ours, under the policy of our pages."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        del answer["Content-Security-Policy"]
        return answer
