"""Tokens: made and read as on existing Sealog servers, so that those pasted into scripts stay valid."""

import time
from typing import Any

import jwt
from django.conf import settings
from django.http import HttpRequest
from jwt.types import Options

from logging_core.accounts.actions import note_presence
from logging_core.accounts.models import User
from logging_core.compat.errors import Refused
from logging_core.shared import permissions

ALGORITHM = "HS256"
# Nothing is required of a token but its signature; a clock that is behind must not refuse a new one.
CHECKS: Options = {
    "verify_iat": False,
    "verify_sub": False,
    "verify_jti": False,
    "verify_aud": False,
    "verify_iss": False,
}
READING = {"GET", "HEAD"}


def issue(user: User) -> str:
    """A token without end. It dies with the account, its roles or password, by revocation, or with the secret."""
    claims = {
        "id": user.id,
        "scope": permissions.scopes(user.roles),
        "roles": user.roles,
        "iat": max(int(time.time()), user.tokens_from),
    }
    return jwt.encode(claims, settings.SERVER_SECRET, ALGORITHM)


def holder(request: HttpRequest) -> User:
    """The account whose token came with the request; a 401 otherwise."""
    user = user_of(read(_token_of(request)))
    note_presence(user)
    return user


def user_of(claims: dict[str, Any]) -> User:
    """The account that the claims name, if it is still allowed in, has the roles it had, and did not void them."""
    user = User.objects.filter(id=str(claims.get("id", ""))).first()
    if user is None or user.disabled or claims.get("roles") != user.roles or _is_void(claims.get("iat"), user):
        raise refused("Invalid credentials")
    return user


def _is_void(issued: Any, user: User) -> bool:
    """A token that does not say when it was issued counts as very old."""
    return user.tokens_from > (issued if isinstance(issued, int | float) else 0)


def _token_of(request: HttpRequest) -> str:
    """From the query, the header or the cookie, the first that is there.

    A browser sends the cookie by itself, also when another site made it ask: it lets nobody change anything.
    """
    token = request.GET.get("token") or request.META.get("HTTP_AUTHORIZATION") or ""
    if not token and request.method in READING:
        token = request.COOKIES.get("token", "")
    if not token:
        raise missing("token is null")
    return token[7:].strip() if token[:7].lower() == "bearer " else token.strip()


def read(token: str) -> dict[str, Any]:
    """The claims of a token; a 401 that says what is wrong with it."""
    if token.count(".") != 2:
        raise missing("Invalid token format")
    try:
        return jwt.decode(token, settings.SERVER_SECRET, algorithms=[ALGORITHM], options=CHECKS)
    except jwt.ExpiredSignatureError:
        raise refused("Expired token") from None
    except (jwt.InvalidSignatureError, jwt.InvalidAlgorithmError):
        raise refused("Invalid token") from None
    except jwt.DecodeError:
        raise refused("Invalid token format") from None
    except jwt.InvalidTokenError:
        raise refused("Invalid token") from None


def missing(why: str) -> Refused:
    return Refused(401, "Missing authentication", www_authenticate=f'Token error="{why}"')


def refused(message: str) -> Refused:
    return Refused(401, message, attributes={"error": message}, www_authenticate=f'Token error="{message}"')
