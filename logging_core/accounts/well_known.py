"""Accounts with the password that everybody knows: that of the demonstration and of existing servers."""

from functools import lru_cache

from django.conf import settings
from django.contrib.auth.hashers import check_password

from logging_core.accounts.models import User

NAMES = ("admin", "pi", "science")
PASSWORD = "demo"  # noqa: S105  (well known, which is the point)


def with_well_known_password() -> list[str]:
    """Names of the accounts that anybody could log in to; a demonstration has them on purpose."""
    if settings.DEMO:
        return []
    stored = User.objects.filter(username__in=NAMES, disabled=False).values_list("username", "password")
    return [username for username, password in stored if _is_well_known(password)]


def warnings() -> list[str]:
    """A line for each of them, for the start and the admin pages."""
    return [
        f"WARNING: the password of {username} is the well-known one. Change it before others reach this server."
        for username in with_well_known_password()
    ]


@lru_cache(maxsize=100)
def _is_well_known(stored: str) -> bool:
    """Hashes are slow on purpose; each is looked at once."""
    return check_password(PASSWORD, stored)
