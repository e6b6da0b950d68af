"""What the admin pages of the archive share: changes go through actions, so that the journal has them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from logging_core.shared.announce import Actor
from logging_core.shared.errors import Refusal


def actor_of(request: HttpRequest) -> Actor:
    user: Any = request.user
    return Actor(user.username, user.id, via="admin")


def refused(request: HttpRequest, problem: Refusal) -> None:
    messages.error(request, problem.message)


class ReadOnly:
    """Rows the program writes: to be read and searched, never changed by hand."""

    list_per_page = 100
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
