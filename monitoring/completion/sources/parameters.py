"""Parameters of a source: declared once, checked when they are stored, shown by forms."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from logging_core.shared.errors import BadInput
from monitoring.web.trouble import permanent

SECRET_PREFIX = "SEALOG_SOURCE_SECRET_"  # noqa: S105  (the name of a variable, not a secret)
SECRET_NAME = re.compile(r"[A-Z0-9_]{1,50}")
Check = Callable[[Any], Any]


@dataclass(frozen=True)
class Parameter:
    """`check` gives the value to store, or raises ValueError with what is wrong."""

    name: str
    check: Check
    help: str
    example: str = ""
    default: Any = None
    required: bool = False


def checked(declared: tuple[Parameter, ...], given: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters with their defaults. Raises BadInput that names each wrong one."""
    problems = {name: "is not a parameter of this kind" for name in given if name not in _names(declared)}
    values = {}
    for one in declared:
        try:
            values[one.name] = _value(one, given)
        except ValueError as problem:
            problems[one.name] = str(problem)
    if problems:
        told = "; ".join(f"{name}: {problem}" for name, problem in problems.items())
        raise BadInput(told, {f"parameters.{name}": problem for name, problem in problems.items()})
    return values


def _names(declared: tuple[Parameter, ...]) -> set[str]:
    return {one.name for one in declared}


def _value(one: Parameter, given: Mapping[str, Any]) -> Any:
    value = given.get(one.name)
    if value not in (None, ""):
        return one.check(value)
    if one.required:
        raise ValueError("is required")
    return one.default


def text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 500 or not value.isprintable():
        raise ValueError("must be a text of at most 500 characters")
    return value.strip()


def whole(least: int, most: int) -> Check:
    def check(value: Any) -> int:
        if isinstance(value, bool) or not str(value).isdigit() or not least <= int(value) <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(value)

    return check


def one_of(*words: str) -> Check:
    def check(value: Any) -> str:
        if value not in words:
            raise ValueError(f"must be one of {', '.join(words)}")
        return value

    return check


def secret_name(value: Any) -> str:
    if not isinstance(value, str) or not SECRET_NAME.fullmatch(value):
        raise ValueError("must be a name in capitals; the secret itself stands in the environment")
    return value


def secret(name: str) -> str:
    """The secret that the environment holds under SEALOG_SOURCE_SECRET_<name>."""
    value = os.environ.get(SECRET_PREFIX + name, "")
    if not value:
        raise permanent("no_secret", f"the environment has no {SECRET_PREFIX}{name}")
    return value
