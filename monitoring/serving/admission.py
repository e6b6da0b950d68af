"""Who may ask the FDSN services: by session, or without one from where SEALOG_FDSNWS allows."""

from django.conf import settings
from django.http import HttpRequest

from logging_core.shared import permissions
from logging_core.shared.networks import address_of


def may_ask(request: HttpRequest) -> bool:
    if settings.FDSNWS == "any":
        return True
    if settings.FDSNWS == "private" and _is_near(request.META.get("REMOTE_ADDR", "")):
        return True
    person = getattr(request, "user", None)
    return bool(person and person.is_authenticated and permissions.has_scope(person, permissions.READ_ARCHIVE))


def _is_near(address: str) -> bool:
    """On this machine or in a private network; an unknown address is far away."""
    found = address_of(address)
    return found is not None and (found.is_loopback or found.is_private)
