"""Pages of the interface: login and logout of the product, and the description as OpenAPI."""

from functools import cache
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import patched_settings

DESCRIPTION = {
    "TITLE": "Sealog: sensor loggers",
    "DESCRIPTION": "The REST interface of OpenRVDAS.",
    "VERSION": "2.4.0",
    "SCHEMA_PATH_PREFIX": "/api",
    "POSTPROCESSING_HOOKS": [],
}


@require_safe
def login(request: HttpRequest) -> HttpResponse:
    return redirect("/login?next=/api/")


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("/login")


@cache
def openapi() -> dict[str, Any]:
    from logging_core.compat.openrvdas.urls import urlpatterns  # they name the views of this file

    described = [pattern for pattern in urlpatterns if hasattr(pattern.callback, "cls")]
    with patched_settings(DESCRIPTION):
        made = SchemaGenerator(patterns=described).get_schema(request=None, public=True)
    return {**made, "paths": {f"/api{path}": methods for path, methods in made["paths"].items()}}


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    return JsonResponse(openapi())


@require_safe
def swagger_ui(request: HttpRequest) -> HttpResponse:
    return render(request, "documentation.html", {"description": "/api/schema/"})


@require_safe
def redoc(request: HttpRequest) -> HttpResponse:
    """The same description; ReDoc itself does not run under the policy of our pages."""
    return redirect("/api/schema/swagger-ui/")
