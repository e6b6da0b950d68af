"""Arguments of a component as a definition gives them, against what its class accepts."""

import inspect
from collections.abc import Callable
from functools import lru_cache
from types import UnionType
from typing import Any, get_args

from logging_core.loggers.sections_of_config import COMMON, NESTED
from logging_core.loggers.yaml_files.problems import known

Complain = Callable[[str, str], None]  # argument, cause
WORDS = {
    int: "an integer",
    float: "a number",
    str: "a text",
    bool: "true or false",
    list: "a list",
    dict: "a mapping",
}


@lru_cache(maxsize=256)
def parameters(component: type) -> dict[str, inspect.Parameter]:
    """Parameters of the constructor without self and without what the site gives."""
    found = inspect.signature(component.__init__).parameters  # type: ignore[misc]
    return {name: parameter for name, parameter in found.items() if name not in ("self", "site")}


def checked(component: type, given: dict[str, Any], complain: Complain) -> dict[str, Any]:
    """The arguments with their types fitted; everything unknown, missing or of a wrong type is complained of."""
    accepted = parameters(component)
    for name in given:
        if name not in accepted and name not in COMMON:
            complain(name, f"{component.__name__} has no argument of this name{known({*accepted, *COMMON}, name)}")
    for name, parameter in accepted.items():
        if parameter.default is parameter.empty and name not in given:
            complain("", f'{component.__name__} needs the argument "{name}"')
    fitted = {}
    for name, value in given.items():
        if name in accepted:
            try:
                fitted[name] = value if name in NESTED else _fitted(value, accepted[name])
            except ValueError as problem:
                complain(name, str(problem))
    return fitted


def _fitted(value: Any, parameter: inspect.Parameter) -> Any:
    """The value, or what it clearly means: a text of digits for a number, a number for a text."""
    kinds = _kinds(parameter.annotation)
    if not kinds or type(value) in kinds or (value is None and parameter.default is None):
        return value
    if float in kinds and type(value) is int:
        return float(value)
    if str in kinds and type(value) in (int, float):
        return str(value)
    if isinstance(value, str):
        for number in (kind for kind in (int, float) if kind in kinds):
            try:
                return number(value)
            except ValueError:
                continue
    raise ValueError(f"expected {' or '.join(WORDS[kind] for kind in kinds if kind in WORDS)}, found {value!r}")


def _kinds(annotation: Any) -> tuple[type, ...]:
    if isinstance(annotation, UnionType):
        return tuple(getattr(kind, "__origin__", kind) for kind in get_args(annotation))
    return () if annotation in (inspect.Parameter.empty, Any) else (getattr(annotation, "__origin__", annotation),)
