"""Tokens as they come with requests of existing clients, and the words in which a bad one is refused."""

from typing import Any

from django.http import HttpRequest

from logging_core.accounts import tokens
from logging_core.accounts.actions import note_presence
from logging_core.accounts.models import User
from logging_core.accounts.tokens import BadToken
from logging_core.compat.errors import Refused

READING = {"GET", "HEAD"}
issue = tokens.issue


def holder(request: HttpRequest) -> User:
    """The account whose token came with the request; a 401 otherwise."""
    user = user_of(read(_token_of(request)))
    note_presence(user)
    return user


def user_of(claims: dict[str, Any]) -> User:
    """The account that the claims name; a 401 when they are void."""
    try:
        return tokens.account_of(claims)
    except BadToken as problem:
        raise refused(str(problem)) from None


def _token_of(request: HttpRequest) -> str:
    """From the query, the header or the cookie, the first that is there.

    A browser sends the cookie by itself, also when another site made it ask: it lets nobody change anything.
    """
    token = request.GET.get("token") or request.META.get("HTTP_AUTHORIZATION") or ""
    if not token and request.method in READING:
        token = request.COOKIES.get("token", "")
    if not token:
        raise missing("token is null")
    return tokens.without_word(token)


def read(token: str) -> dict[str, Any]:
    """The claims of a token; a 401 that says what is wrong with it."""
    try:
        return tokens.claims_of(token)
    except BadToken as problem:
        raise missing(str(problem)) if problem.not_one else refused(str(problem)) from None


def missing(why: str) -> Refused:
    return Refused(401, "Missing authentication", www_authenticate=f'Token error="{why}"')


def refused(message: str) -> Refused:
    return Refused(401, message, attributes={"error": message}, www_authenticate=f'Token error="{message}"')
