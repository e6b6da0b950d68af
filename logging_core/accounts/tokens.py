"""API tokens: made and read as on existing Sealog servers, so that those pasted into scripts stay valid."""

import time
from typing import Any

import jwt
from django.conf import settings
from jwt.types import Options

from logging_core.accounts.models import User
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


class BadToken(Exception):
    """A token that opens nothing, and why. `not_one`: it does not even look like a token."""

    def __init__(self, why: str, *, not_one: bool = False) -> None:
        super().__init__(why)
        self.not_one = not_one


def issue(user: User) -> str:
    """A token without end. It dies with the account, its roles or password, by revocation, or with the secret."""
    claims = {
        "id": user.id,
        "scope": permissions.scopes(user.roles),
        "roles": user.roles,
        "iat": max(int(time.time()), user.tokens_from),
    }
    return jwt.encode(claims, settings.SERVER_SECRET, ALGORITHM)


def account_of(claims: dict[str, Any]) -> User:
    """The account that the claims name, if it is still allowed in, has the roles it had, and did not void them."""
    user = User.objects.filter(id=str(claims.get("id", ""))).first()
    if user is None or user.disabled or claims.get("roles") != user.roles or _is_void(claims.get("iat"), user):
        raise BadToken("Invalid credentials")
    return user


def _is_void(issued: Any, user: User) -> bool:
    """A token that does not say when it was issued counts as very old."""
    return user.tokens_from > (issued if isinstance(issued, int | float) else 0)


def claims_of(token: str) -> dict[str, Any]:
    """What a token says. Raises BadToken."""
    if token.count(".") != 2:
        raise BadToken("Invalid token format", not_one=True)
    try:
        return jwt.decode(token, settings.SERVER_SECRET, algorithms=[ALGORITHM], options=CHECKS)
    except jwt.ExpiredSignatureError:
        raise BadToken("Expired token") from None
    except (jwt.InvalidSignatureError, jwt.InvalidAlgorithmError):
        raise BadToken("Invalid token") from None
    except jwt.DecodeError:
        raise BadToken("Invalid token format") from None
    except jwt.InvalidTokenError:
        raise BadToken("Invalid token") from None


def without_word(header: str) -> str:
    """The token of an `Authorization` header; the word Bearer before it may be left out."""
    return header[7:].strip() if header[:7].lower() == "bearer " else header.strip()
