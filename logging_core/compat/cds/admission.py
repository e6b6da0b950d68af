"""Who may read values here, and who may publish them."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host

from logging_core.accounts.models import User
from logging_core.compat import tokens
from logging_core.compat.errors import Refused
from logging_core.compat.nes.identity import is_near
from logging_core.shared import permissions


@dataclass(frozen=True)
class Admission:
    read: bool
    publish: bool


def admission(user: Any, address: str | None, origin: str, authorization: str) -> Admission:
    """By session or token; or without, from where `SEALOG_CDS_ANONYMOUS` allows.

    A page of another server in somebody's browser may show values, but acts for nobody and publishes nothing.
    """
    if origin and not _is_ours(origin):
        return Admission(_strangers_may(address), False)
    person = user if getattr(user, "is_authenticated", False) else _holder(authorization)
    stranger = _strangers_may(address)
    return Admission(
        stranger or permissions.has_scope(person, permissions.READ_LOGGERS),
        stranger or permissions.has_scope(person, permissions.WRITE_LOGGERS),
    )


def _strangers_may(address: str | None) -> bool:
    if settings.CDS_ANONYMOUS == "private":
        return address is None or is_near(address)
    return settings.CDS_ANONYMOUS == "any"


def _is_ours(origin: str) -> bool:
    host = urlsplit(origin).hostname
    return host is not None and validate_host(host, settings.ALLOWED_HOSTS)


def _holder(authorization: str) -> User | None:
    """The account whose token was sent; a bad one counts as none."""
    token = authorization.removeprefix("Bearer ").strip()
    if not token:
        return None
    try:
        return tokens.user_of(tokens.read(token))
    except Refused:
        return None
