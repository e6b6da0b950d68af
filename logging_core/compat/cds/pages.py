"""One value without a socket: `/fields` and `/latest/F1,F2`."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from logging_core.compat.cds.admission import admission
from logging_core.compat.cds.values import data_server
from logging_core.shared.http import refusal_body

MOST_NAMES = 500


@never_cache
@require_safe
def fields(request: HttpRequest) -> JsonResponse:
    if not _may_read(request):
        return _not_admitted()
    return JsonResponse({"fields": data_server().names()})


@never_cache
@require_safe
def latest(request: HttpRequest, names: str) -> JsonResponse:
    """The newest value of each named field; null for one that has none."""
    if not _may_read(request):
        return _not_admitted()
    asked = names.split(",")
    if len(asked) > MOST_NAMES:
        return JsonResponse(refusal_body(400, f"more than {MOST_NAMES} fields"), status=400)
    recent = data_server()
    return JsonResponse({name: _shown(recent.newest(name)) for name in asked})


def _shown(newest: Any) -> dict[str, Any] | None:
    return newest and {"timestamp": newest.timestamp, "value": newest.value}


def _may_read(request: HttpRequest) -> bool:
    headers = request.headers
    origin, authorization = headers.get("Origin", ""), headers.get("Authorization", "")
    return admission(request.user, request.META.get("REMOTE_ADDR"), origin, authorization).read


def _not_admitted() -> JsonResponse:
    return JsonResponse(refusal_body(401, "Log in, or come from a nearer network."), status=401)
