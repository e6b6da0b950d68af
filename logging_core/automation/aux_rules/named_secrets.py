"""Passwords, tokens and keys: a rule names one, the environment holds it."""

import os
import re
from typing import Any

from logging_core.shared.errors import Refusal, wrong

NAME = re.compile(r"[A-Z][A-Z0-9_]{0,60}|")
PREFIX = "SEALOG_SECRET_"


def checked_secret(value: Any, key: str) -> str:
    """The NAME of SEALOG_SECRET_NAME, never the secret itself."""
    name = (value or "").removeprefix(PREFIX) if isinstance(value, str | None) else None
    if name is None or not NAME.fullmatch(name):
        raise wrong(key, f"must be the NAME of a variable {PREFIX}NAME: capitals, digits and _")
    return name


def secret(name: str) -> str:
    """Raises Refusal while the environment does not hold it."""
    value = os.environ.get(PREFIX + name, "")
    if not value:
        raise Refusal(f"{PREFIX}{name} is not set in the environment of the workers.")
    return value
