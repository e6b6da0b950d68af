"""Accounts of people, stations and programs."""

import secrets
import string
import time
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from logging_core.shared import clock, permissions
from logging_core.shared.models import Record

LOGIN_TOKEN_LETTERS = string.ascii_letters + string.digits


def new_login_token() -> str:
    """20 letters and digits; a second, lasting credential of the account."""
    return "".join(secrets.choice(LOGIN_TOKEN_LETTERS) for _ in range(20))


def default_roles() -> list[str]:
    return ["event_watcher", "event_logger"]


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)

    def create_superuser(self, username: str, fullname: str, password: str | None = None) -> "User":
        """What `manage.py createsuperuser` makes: a system user who is admin, journaled as every account."""
        from logging_core.accounts.actions import COMMAND, create_user

        return create_user(
            actor=COMMAND,
            username=username,
            fullname=fullname,
            password=password,
            roles=["admin"],
            system_user=True,
        )


class User(Record, AbstractBaseUser):
    """Somebody who can log in. System users belong to the installation and are the admins' business."""

    username = models.CharField(max_length=100, unique=True)
    fullname = models.CharField("full name", max_length=100)
    email = models.CharField("e-mail", max_length=100, blank=True)
    roles = ArrayField(models.CharField(max_length=40), default=default_roles, blank=True)
    system_user = models.BooleanField(default=False, help_text="Belongs to the installation; for admins only")
    disabled = models.BooleanField(default=False, help_text="Cannot log in; open pages are closed at once")
    passwordless = models.BooleanField(
        "login without password",
        default=False,
        help_text="Station or guest account: one click on the login page from named networks; never an admin",
    )
    login_token = models.CharField(max_length=20, unique=True, default=new_login_token, editable=False)
    tokens_from = models.BigIntegerField(
        default=0, editable=False, help_text="Second since 1970 before which tokens were issued that are void now"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["fullname"]
    objects = UserManager()

    class Meta:
        ordering = ["username"]
        verbose_name = "account"
        constraints = [
            models.CheckConstraint(
                name="passwordless_is_never_admin",
                condition=models.Q(passwordless=False) | ~models.Q(roles__contains=["admin"]),
                violation_error_message="An admin always needs a password.",
            )
        ]

    def __str__(self) -> str:
        return self.fullname or self.username

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return not self.disabled

    @property
    def is_staff(self) -> bool:
        return permissions.is_admin(self)

    @property
    def is_superuser(self) -> bool:
        return permissions.is_admin(self)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's admin is for admins, whole."""
        return self.is_active and permissions.is_admin(self)

    def has_perms(self, perms: Any, obj: Any = None) -> bool:
        return self.has_perm("", obj)

    def has_module_perms(self, app_label: str) -> bool:
        return self.has_perm("")

    def void_tokens(self) -> None:
        """Whoever holds a token of this account has to log in again.

        Tokens tell no more than the second of their issue, so that new ones carry the next one.
        """
        self.tokens_from = int(time.time()) + 1

    @property
    def shared(self) -> bool:
        """An account that many people use: none of them may change it for the others."""
        return self.passwordless

    def record(self) -> dict[str, Any]:
        """The account as it is shown; passwords and tokens never leave."""
        return {
            "id": self.id,
            "username": self.username,
            "fullname": self.fullname,
            "email": self.email,
            "last_login": clock.iso(self.last_login or clock.EPOCH),
            "roles": self.roles,
            "system_user": self.system_user,
            "disabled": self.disabled,
            "passwordless": self.passwordless,
        }


class PasswordReset(models.Model):
    """A mailed link with which an account gets a new password. Only the digest of its token is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user} until {clock.iso(self.expires_at)}"
