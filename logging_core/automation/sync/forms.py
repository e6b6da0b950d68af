"""What an admin says of a peer, as a form of the page sends it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.http import QueryDict

from logging_core.automation.sync.models import KINDS, Speech, SyncPeer
from logging_core.shared.errors import wrong

FLAGS = ("gives", "takes", "read_only")
SHOWN = ("name", "url", "speech", "kinds", "every_s", "bytes_per_s", "echo_account", *FLAGS)
SLOWEST, LONGEST_S = 50, 86_400


def of_peer(peer: SyncPeer | None) -> dict[str, Any]:
    """What the form shows first."""
    row = peer or SyncPeer(name="")
    return {**row.record(), "id": peer.id if peer else "", "secret_name": row.secret_name if peer else ""}


def sent(post: QueryDict) -> dict[str, Any]:
    """What was typed, as it is shown again when it is refused."""
    texts = {name: post.get(name, "").strip() for name in ("name", "url", "speech", "echo_account")}
    numbers = {name: post.get(name, "").strip() for name in ("every_s", "bytes_per_s")}
    return {**texts, **numbers, **{name: name in post for name in FLAGS}, "kinds": post.getlist("kinds")}


def checked(typed: dict[str, Any]) -> dict[str, Any]:
    """Values for the action. Raises BadInput."""
    try:
        validate_slug(typed["name"])
    except ValidationError:
        raise wrong("name", "must be made of letters, digits, - and _") from None
    if len(typed["name"]) > 40:
        raise wrong("name", "must be at most 40 characters long")
    if len(typed["url"]) > 300:
        raise wrong("url", "must be at most 300 characters long")
    if typed["speech"] not in Speech.values:
        raise wrong("speech", "must be one of the choices")
    kinds = [kind for kind in KINDS if kind in typed["kinds"]]
    every = _number(typed["every_s"] or "5", "every_s", 1, LONGEST_S)
    slowest = typed["bytes_per_s"]
    limit = _number(slowest, "bytes_per_s", SLOWEST, 10**9) if slowest else None
    return {
        **typed,
        "kinds": kinds,
        "every_s": every,
        "bytes_per_s": limit,
        "echo_account": typed["echo_account"][:100],
    }


def _number(text: str, field: str, least: int, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 12 and least <= int(text) <= most):
        raise wrong(field, f"must be a whole number from {least} to {most}")
    return int(text)
