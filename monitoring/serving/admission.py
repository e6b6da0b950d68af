"""Who may ask the FDSN services: by session, or without one from where SEALOG_FDSNWS allows."""

from django.conf import settings
from django.http import HttpRequest

from logging_core.shared import permissions
from monitoring.openness import open_to


def may_ask(request: HttpRequest) -> bool:
    if open_to(settings.FDSNWS, request.META.get("REMOTE_ADDR", "")):
        return True
    person = getattr(request, "user", None)
    return bool(person and person.is_authenticated and permissions.has_scope(person, permissions.READ_ARCHIVE))
