"""Who may look at the archive's pages: by session, or without one from where SEALOG_ARCHIVE_READING allows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from logging_core.shared import permissions
from monitoring.openness import open_to


def reader(person: Any) -> Any:
    """Whoever is logged in; None for somebody who only looks."""
    return person if getattr(person, "is_authenticated", False) else None


def may_look(person: Any, address: str) -> bool:
    if open_to(settings.ARCHIVE_READING, address):
        return True
    return permissions.has_scope(reader(person), permissions.READ_ARCHIVE)


def address_of(request: HttpRequest) -> str:
    return request.META.get("REMOTE_ADDR", "")
