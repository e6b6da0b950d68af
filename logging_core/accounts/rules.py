"""Who may do what with accounts. Nobody raises his own rights, nor anybody's above his own."""

from typing import Any

from logging_core.accounts.models import User
from logging_core.shared import permissions
from logging_core.shared.errors import BadInput, NotAllowed

FOR_THEMSELVES = {"username", "fullname", "password", "roles"}


def visible_to(person: User) -> Any:
    """Admins see every account; others those of people, and their own."""
    if permissions.is_admin(person):
        return User.objects.all()
    return User.objects.filter(system_user=False) | User.objects.filter(pk=person.pk)


def check_creation(person: User | None, user: User) -> None:
    """`person` None is the product itself."""
    if person is None or permissions.is_admin(person):
        return
    if user.system_user:
        raise NotAllowed("Only admins can create system users")
    _check_grant(person, user.roles)


def check_change(person: User | None, user: User, changed: dict[str, Any]) -> None:
    """`changed` holds only what really differs from `user` as it is stored."""
    if person is None or permissions.is_admin(person) or not changed:
        return
    _check_subject(person, user)
    if "disabled" in changed:
        raise NotAllowed("Only admins can enable/disabled users")
    if "system_user" in changed:
        raise NotAllowed("Only admins can promote/demote users to system users")
    if "roles" in changed:
        if not _manages(person, user):
            raise NotAllowed("Only admins and cruise managers can change roles")
        _check_grant(person, changed["roles"])


def _check_subject(person: User, user: User) -> None:
    if person.pk == user.pk:
        if user.shared:
            raise NotAllowed("Only admins can change an account that several people share")
    elif not _manages(person, user):
        raise NotAllowed("Only admins and the owner can edit users")


def _manages(person: User, user: User) -> bool:
    """Cruise managers care for ordinary accounts."""
    may = permissions.has_scope(person, permissions.WRITE_USERS)
    return may and not user.system_user and not permissions.is_admin(user)


def check_deletion(person: User | None, user: User) -> None:
    if person is None:
        return
    if person.pk == user.pk:
        raise BadInput("Users cannot delete themselves")
    if permissions.is_admin(person):
        return
    if user.system_user:
        raise NotAllowed("Only admins can delete system users")
    if permissions.is_admin(user):
        raise NotAllowed("Only admins can delete admins")


def _check_grant(person: User, roles: list[str]) -> None:
    """Roles can be granted up to the rights that one holds oneself."""
    if "admin" in roles:
        raise NotAllowed("Only admins create other admins")
    if not set(permissions.scopes(roles)) <= set(permissions.scopes(person.roles)):
        raise NotAllowed("Roles with more rights than one's own cannot be granted")
