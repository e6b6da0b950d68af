"""Who somebody is: the one place where passwords are checked."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from logging_core.accounts.models import User
from logging_core.shared.networks import lies_in


class AccountBackend(BaseBackend):
    """Username and password, or no password for accounts that need none, from networks that may."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        login_token: str | None = None,
        **_: Any,
    ) -> User | None:
        if login_token is not None:
            return self._let_in(request, User.objects.filter(login_token=login_token).first())
        user = User.objects.filter(username=username or "").first()
        if user is None:
            make_password(password or "-")  # an unknown name takes as long as a wrong password
            return None
        if not self._proved(request, user, password or ""):
            return None
        return self._let_in(request, user)

    def _let_in(self, request: HttpRequest | None, user: User | None) -> User | None:
        if user is not None and user.disabled:
            if request is not None:
                request.refusal = "account is disabled"  # type: ignore[attr-defined]
            return None
        return user

    def _proved(self, request: HttpRequest | None, user: User, password: str) -> bool:
        if password == "":
            return user.passwordless and may_omit_password(request)
        return user.check_password(password)

    def get_user(self, user_id: Any) -> User | None:
        return User.objects.filter(pk=user_id, disabled=False).first()


def may_omit_password(request: HttpRequest | None) -> bool:
    """Whether this caller's address lies in a network from which accounts without password may log in."""
    if request is None:
        return True
    return lies_in(request.META.get("REMOTE_ADDR", ""), settings.PASSWORDLESS_NETWORKS)
