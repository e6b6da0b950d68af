"""Passwords, tokens and keys for other machines: a row names SEALOG_SECRET_NAME of the environment."""

import os
import re
from typing import Any

from logging_core.shared.errors import Refusal, wrong

NAME = re.compile(r"[A-Z0-9][A-Z0-9_]{0,60}|")
PREFIX = "SEALOG_SECRET_"
OUR_OWN = "KEY"  # SEALOG_SECRET_KEY signs our sessions: no row may have it sent to anybody


def checked_name(value: Any, key: str) -> str:
    """NAME of SEALOG_SECRET_NAME, or empty; never the secret itself. Raises BadInput, which names `key`."""
    name = (value or "").strip().removeprefix(PREFIX) if isinstance(value, str | None) else None
    if name is None or not NAME.fullmatch(name):
        raise wrong(key, f"must be the NAME of a variable {PREFIX}NAME: capitals, digits and _")
    if name == OUR_OWN:
        raise wrong(key, f"must be another one: {PREFIX}{OUR_OWN} is the key of this server")
    return name


def secret(name: str) -> str:
    """What this process was given as SEALOG_SECRET_`name`. Raises Refusal when it was given nothing."""
    value = os.environ.get(PREFIX + name, "") if name != OUR_OWN else ""
    if not value:
        raise Refusal(f"{PREFIX}{name} is not set in the environment of the workers.")
    return value
