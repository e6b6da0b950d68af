"""Who asks: a token, name and password, or the session of a page."""

from typing import Any

from django.contrib.auth import authenticate
from rest_framework.authentication import BaseAuthentication, BasicAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from logging_core.compat import tokens
from logging_core.compat.errors import Refused

KEYWORDS = (b"token", b"bearer")


class TokenLogin(BaseAuthentication):
    """`Authorization: Token ...`, with a token of /api/obtain-auth-token/ or one of the Sealog routes."""

    def authenticate(self, request: Request) -> tuple[Any, str] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() not in KEYWORDS:
            return None
        if len(words) != 2:
            raise AuthenticationFailed("Invalid token.")
        try:
            token = words[1].decode("ascii")
            return tokens.user_of(tokens.read(token)), token
        except (Refused, UnicodeError):
            raise AuthenticationFailed("Invalid token.") from None

    def authenticate_header(self, request: Request) -> str:
        return "Token"


class PasswordLogin(BasicAuthentication):
    """Name and password with each request; guesses are counted as those of the login page are."""

    def authenticate_credentials(self, userid: str, password: str, request: Any = None) -> tuple[Any, None]:
        user = authenticate(request=request._request, username=userid.strip().lower(), password=password)
        if user is None:
            raise AuthenticationFailed("Invalid username/password.")
        return user, None
