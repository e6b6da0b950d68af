"""Arguments of a component as a definition gives them, against what its class accepts."""

import codecs
import inspect
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import UnionType
from typing import Any, get_args

from logging_core.loggers.base.sections_of_config import COMMON, NESTED
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
    """Parameters of the constructor and of what it passes others on to, without self and what the site gives."""
    found = dict(inspect.signature(component.__init__).parameters)  # type: ignore[misc]
    others = [name for name, parameter in found.items() if parameter.kind is parameter.VAR_KEYWORD]
    for name in ("self", "site", *others):
        found.pop(name, None)
    passed_on = getattr(component, "passes_on", None)
    return {**parameters(passed_on), **found} if others and passed_on else found


def checked(component: type, given: dict[str, Any], complain: Complain) -> dict[str, Any]:
    """The arguments with their types fitted; everything unknown, missing or of a wrong type is complained of."""
    accepted = parameters(component)
    check_common(given, complain)
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


def check_common(given: Mapping[str, Any], complain: Complain) -> None:
    """Arguments that all components take: an encoding that no program knows would fail with every record."""
    encoding, errors = given.get("encoding"), given.get("encoding_errors", "ignore")
    if encoding not in (None, "", "hex") and not _is_known(codecs.lookup, encoding):
        complain("encoding", f"{encoding!r} is not known")
    if not _is_known(codecs.lookup_error, errors):
        complain("encoding_errors", f"{errors!r} is not known")
    if not isinstance(given.get("quiet", False), bool | None):
        complain("quiet", f"expected true or false, found {given['quiet']!r}")


def _is_known(lookup: Callable[[str], Any], name: Any) -> bool:
    try:
        return lookup(name) is not None
    except (LookupError, TypeError, ValueError):
        return False


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
