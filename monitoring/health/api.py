"""Two addresses for load balancers, supervisors and people: is it alive, is it ready?"""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from monitoring.health.examination import examine


@never_cache
@require_safe
def live(_request: HttpRequest) -> JsonResponse:
    """200 whenever this web process answers at all."""
    return JsonResponse({"ok": True})


@never_cache
@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """200 when all parts work, 503 otherwise; which one, and why, is in the answer."""
    parts = examine()
    ok = all(part["ok"] for part in parts.values())
    return JsonResponse({"ok": ok, "parts": parts}, status=200 if ok else 503)
