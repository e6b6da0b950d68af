"""Who is at the other end of a socket, and whether somebody unknown may listen."""

import re
from typing import Any

from channels.db import database_sync_to_async
from django.conf import settings

from logging_core.accounts.models import User
from logging_core.compat import tokens
from logging_core.compat.errors import Refused
from logging_core.compat.nes.protocol import Mistake
from logging_core.shared.networks import address_of

BEARER = re.compile(r"^bearer\s+", re.IGNORECASE)
NOT_AUTHENTICATED = "Missing authentication"


class NotWelcome(Mistake):
    """After this the socket is closed."""


async def identify(auth: Any, address: str | None) -> User | None:
    """The account whose token was sent, or None for somebody unknown who may listen all the same.

    A token that is not good counts as none, because scripts run for years with stale ones; unless
    `SEALOG_WS_STRICT` is set.
    """
    token = _token_in(auth)
    if token:
        try:
            return await database_sync_to_async(_holder)(token)
        except Refused as problem:
            if settings.WS_STRICT:
                raise NotWelcome(401, problem.message) from problem
    if not _strangers_may_listen(address):
        raise NotWelcome(401, NOT_AUTHENTICATED)
    return None


def _holder(token: str) -> User:
    return tokens.user_of(tokens.read(token))


def _token_in(auth: Any) -> str:
    """From `{"headers": {"Authorization": "Bearer ..."}}`; the word Bearer may be missing."""
    headers = auth.get("headers") if isinstance(auth, dict) else None
    named = {str(name).lower(): value for name, value in headers.items()} if isinstance(headers, dict) else {}
    token = named.get("authorization")
    return BEARER.sub("", token).strip() if isinstance(token, str) else ""


def _strangers_may_listen(address: str | None) -> bool:
    if settings.WS_ANONYMOUS == "private":
        return address is None or is_near(address)
    return settings.WS_ANONYMOUS == "any"


def is_near(address: str) -> bool:
    """Loopback, a private network or the same link; an IPv4 address may be written as an IPv6 one."""
    found = address_of(address)
    return found is not None and (found.is_private or found.is_loopback or found.is_link_local)
