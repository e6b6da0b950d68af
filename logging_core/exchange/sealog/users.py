"""Accounts of a Sealog server."""

import re
from dataclasses import dataclass
from typing import Any

import bcrypt

from logging_core.accounts.actions import create_user, update_user
from logging_core.accounts.models import User
from logging_core.exchange.sealog.batch import Run, one_by_one
from logging_core.exchange.sealog.fields import Raw, flag, listed, record_id
from logging_core.exchange.sealog.report import IMPORTED, SKIPPED, UPDATED
from logging_core.shared.announce import recorded
from logging_core.shared.errors import wrong
from logging_core.shared.text import checked_text

BCRYPT = re.compile(r"^\$2[ab]\$\d\d\$[./A-Za-z0-9]{53}$")


@dataclass(frozen=True)
class Account:
    """What a file says of an account, and how it proves itself here."""

    values: dict[str, Any]
    password: str | None = None
    bcrypt_hash: str = ""


def read(raw: Raw) -> Account:
    """The empty password, plain or hashed, makes an account without password; an admin gets none at all then."""
    record_id(raw)
    username = checked_text(raw["username"], "username", longest=100, shortest=1)
    values: dict[str, Any] = {
        "username": username,
        "fullname": checked_text(raw.get("fullname") or username, "fullname", longest=100),
        "email": checked_text(raw.get("email") or "", "email", longest=100),
        "roles": [checked_text(role, "roles", longest=40) for role in listed(raw, "roles")],
        "system_user": flag(raw, "system_user"),
        "disabled": flag(raw, "disabled"),
    }
    password = raw.get("password")
    if password is None:
        return Account(values)
    if _is_empty(checked_text(password, "password", longest=1000)):
        return Account(values | {"passwordless": "admin" not in values["roles"]})
    if BCRYPT.match(password):
        return Account(values, bcrypt_hash=f"bcrypt${password}")
    return Account(values, password=password)


def _is_empty(password: str) -> bool:
    if not BCRYPT.match(password):
        return password == ""
    try:
        return bcrypt.checkpw(b"", password.encode())
    except ValueError as problem:
        raise wrong("password", "is not a bcrypt hash") from problem


def _load_one(run: Run, id: str, account: Account) -> str:
    user = User.objects.filter(id=id).first()
    if user is None:
        _create(run, id, account)
        return IMPORTED
    if not run.update:
        return SKIPPED
    return _update(run, user, account)


def _create(run: Run, id: str, account: Account) -> None:
    with recorded(run.actor):
        user = create_user(actor=run.actor, id=id, password=account.password, **account.values)
        if account.bcrypt_hash:
            user.password = account.bcrypt_hash
            user.save(update_fields=["password"])


def _update(run: Run, user: User, account: Account) -> str:
    """Passwords are left alone: the one that was set here is the newer one."""
    wanted = {name: value for name, value in account.values.items() if name != "passwordless"}
    changed = {name: value for name, value in wanted.items() if getattr(user, name) != value}
    if not changed:
        return SKIPPED
    if User.objects.filter(username=account.values["username"]).exclude(pk=user.pk).exists():
        raise wrong("username", "already exists")
    update_user(actor=run.actor, user=user, changed=changed)
    return UPDATED


load = one_by_one("users", _load_one)
