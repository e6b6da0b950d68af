"""What is done with accounts."""

import secrets
from datetime import timedelta
from typing import Any

from logging_core.accounts.models import User, new_login_token
from logging_core.accounts.rules import check_change, check_creation, check_deletion
from logging_core.shared import clock, permissions
from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import NotAllowed, wrong
from logging_core.shared.text import checked_text

COMMAND = Actor("sealog", via="command")
ADMIN_ID = "5981f167212b348aed7fa9f5"  # the one of every Sealog server, so that imported users meet it
PRESENCE = timedelta(minutes=1)


def create_user(
    *,
    actor: Actor,
    by: User | None = None,
    username: str,
    fullname: str,
    password: str | None,
    email: str = "",
    roles: list[str] | None = None,
    system_user: bool = False,
    disabled: bool = False,
    passwordless: bool = False,
    id: str | None = None,
) -> User:
    """A new account, made `by` somebody who may (None: the product itself).

    `password` None makes one that cannot be logged into until a password is set.
    """
    checked_text(username, "username", longest=100, shortest=1)
    checked_text(fullname, "fullname", longest=100, shortest=1)
    if passwordless and "admin" in (roles or []):
        raise wrong("passwordless", "is not for admins")
    user = User(
        username=username,
        fullname=fullname,
        email=email,
        roles=roles if roles is not None else ["event_watcher", "event_logger"],
        system_user=system_user,
        disabled=disabled,
        passwordless=passwordless,
        **({"id": id} if id else {}),
    )
    check_creation(by, user)
    user.set_password(password)
    with recorded(actor) as changes:
        if User.objects.filter(username=username).exists():
            raise wrong("username", "already exists")
        user.save()
        changes.add("user", "create", user.id, after=user.record(), restricted=user.system_user)
    return user


def update_user(
    *, actor: Actor, by: User | None = None, user: User, changed: dict[str, Any], reason: str = ""
) -> User:
    """Change fields of an account, `by` somebody who may (None: the product itself); `password` is hashed.

    Values sent as they are count as not changed. Sessions of a disabled account end at once; a new password, other
    roles and disabling void the tokens issued so far.
    """
    with recorded(actor, reason) as changes:
        stored = User.objects.select_for_update().get(pk=user.pk)
        before = stored.record()
        changed = {name: value for name, value in changed.items() if getattr(stored, name) != value}
        check_change(by, stored, changed)
        if "username" in changed and User.objects.filter(username=changed["username"]).exists():
            raise wrong("username", "already exists")
        password = changed.pop("password", None)
        for name, value in changed.items():
            setattr(stored, name, value)
        if password is not None:
            stored.set_password(password)
        if stored.passwordless and permissions.is_admin(stored):
            raise wrong("passwordless", "is not for admins")
        # Roles read in from another server (by nobody) go with the tokens that were issued there.
        if password is not None or stored.disabled or ("roles" in changed and by is not None):
            stored.void_tokens()
        stored.version += 1
        stored.save()
        verb = "password" if password is not None and before == stored.record() else "update"
        changes.add(
            "user",
            verb,
            stored.id,
            before=before,
            after=stored.record(),
            version=stored.version,
            restricted=stored.system_user,
        )
    return stored


def revoke_credentials(*, actor: Actor, by: User, user: User) -> User:
    """Void every token of an account, its login token included, which is made anew; its password stays.

    Open to admins and the owner, unless others share the account.
    """
    if not permissions.is_admin(by) and (by.pk != user.pk or user.shared):
        raise NotAllowed("Only admins and the owner can revoke the tokens of this account.")
    with recorded(actor) as changes:
        stored = User.objects.select_for_update().get(pk=user.pk)
        stored.void_tokens()
        stored.login_token = new_login_token()
        stored.version += 1
        stored.save(update_fields=["tokens_from", "login_token", "version"])
        record, restricted = stored.record(), stored.system_user
        changes.add(
            "user", "revoke", user.id, before=record, after=record, version=stored.version, restricted=restricted
        )
    return stored


def delete_user(*, actor: Actor, by: User | None = None, user: User) -> None:
    """Remove an account, `by` somebody who may (None: the product). What it logged stays, under its name."""
    check_deletion(by, user)
    with recorded(actor) as changes:
        changes.add(
            "user", "delete", user.id, before=user.record(), version=user.version, restricted=user.system_user
        )
        user.delete()


def make_first_admin() -> tuple[str, str] | None:
    """The admin of an empty installation with a random password; None when there are accounts already."""
    if User.objects.exists():
        return None
    password = secrets.token_urlsafe(12)
    create_user(
        actor=COMMAND,
        id=ADMIN_ID,
        username="admin",
        fullname="Admin",
        password=password,
        roles=["admin"],
        system_user=True,
    )
    return "admin", password


def note_presence(user: User) -> None:
    """Keep when somebody was last here, to the minute: a write for each request would be too much."""
    moment = clock.now()
    if user.last_login is None or moment - user.last_login > PRESENCE:
        user.last_login = moment
        User.objects.filter(pk=user.pk).update(last_login=moment)
