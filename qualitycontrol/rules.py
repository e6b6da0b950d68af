"""Who may change archives and what is known of them. Everybody who is let in may look."""

from typing import Any

from logging_core.shared import permissions
from logging_core.shared.errors import NotAllowed


def check_operator(by: Any) -> None:
    """`by` None is the product itself: its commands and tasks."""
    if by is not None and not permissions.has_scope(by, permissions.WRITE_ARCHIVE):
        raise NotAllowed("Only seismic operators and admins may change the archive.")


def check_admin(by: Any) -> None:
    if by is not None and not permissions.is_admin(by):
        raise NotAllowed("Only admins may do this.")
