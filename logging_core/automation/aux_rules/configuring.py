"""The values of a rule as they are stored: a list, since the database does not keep the order of a mapping."""

from collections.abc import Callable
from typing import Any

import yaml

from logging_core.automation.aux_rules.reading import plain_lookup, read_lookup
from logging_core.automation.aux_rules.wanted import Wanted
from logging_core.loggers.yaml_files.composing import compose
from logging_core.loggers.yaml_files.nodes import Place, dotted, placed
from logging_core.loggers.yaml_files.problems import Problems
from logging_core.shared.errors import BadInput, wrong

Stored = list[dict[str, Any]]
FORM = Place("", 0)


def stored_values(lookup: dict[str, dict[str, Any]]) -> Stored:
    return [{"field": field, **what} for field, what in lookup.items()]


def lookup_of(values: Stored) -> dict[str, dict[str, Any]]:
    return {one["field"]: {key: part for key, part in one.items() if key != "field"} for one in values}


def wanted(values: Stored) -> list[Wanted]:
    """Values that were checked when they were stored."""
    return read_lookup(placed(lookup_of(values), FORM), (), Problems())


def checked_values(values: Any) -> Stored:
    """Values as a page or program sends them. Steps may be a text in YAML. Raises BadInput with each field."""
    if not isinstance(values, list) or not values:
        raise wrong("values", "must be a list with at least one value")
    lookup: dict[str, dict[str, Any]] = {}
    for place, one in enumerate(values):
        if not isinstance(one, dict) or not isinstance(one.get("field"), str) or not one["field"].strip():
            raise wrong(f"values[{place}].field", "must name a stream or field")
        field = one["field"].strip()
        if field in lookup:
            raise wrong(f"values[{place}].field", f"{field} stands there twice")
        lookup[field] = _plain(one, f"values[{place}].modify")
    problems = Problems()
    root = placed(lookup, FORM)
    found = read_lookup(root, (), problems)
    refuse(problems)
    if not any(value.is_fetched for value in found):
        raise wrong("values", "must hold one that is measured: fixed texts alone are no record")
    return stored_values(plain_lookup(root))


def _plain(one: dict[str, Any], where: str) -> dict[str, Any]:
    kept = {key: part for key, part in one.items() if key != "field" and part not in (None, "", [], False)}
    if isinstance(kept.get("modify"), str):
        kept["modify"] = steps_of(kept["modify"], where)
    return kept


def steps_of(text: str, where: str) -> Any:
    """The list of steps in a text. Raises BadInput with line and key."""
    problems = Problems()
    node = compose(text, where, problems)
    refuse(problems, where)
    return plain_lookup(node)


def refuse(problems: Problems, where: str = "") -> None:
    """Raises BadInput when there are errors."""
    if not problems.errors:
        return
    fields = {where or dotted(problem.path): problem.cause for problem in problems.errors}
    raise BadInput("; ".join(str(problem).removeprefix(": error: ") for problem in problems.errors[:5]), fields)


def steps_as_text(steps: Any) -> str:
    return yaml.safe_dump(steps, sort_keys=False, allow_unicode=True, default_flow_style=None) if steps else ""


def strict(config: Any, known: dict[str, Callable[[Any, str], Any]]) -> dict[str, Any]:
    """A config whose keys are known, each checked by its function; what is missing is given as None to it."""
    if not isinstance(config, dict):
        raise wrong("config", "must be an object")
    for key in config:
        if key not in known:
            raise wrong(key, "is not known")
    return {key: check(config.get(key), key) for key, check in known.items()}


def seconds(default: int, most: int) -> Callable[[Any, str], int]:
    def check(value: Any, key: str) -> int:
        if value in (None, ""):
            return default
        if type(value) is not int or not 0 < value <= most:
            raise wrong(key, f"must be a whole number of seconds from 1 to {most}")
        return value

    return check


def text(longest: int, *, needed: bool = False, default: str = "") -> Callable[[Any, str], str]:
    def check(value: Any, key: str) -> str:
        if value in (None, ""):
            value = default
        if not isinstance(value, str) or len(value) > longest or not (value.isprintable() or not value):
            raise wrong(key, f"must be a printable text of at most {longest} characters")
        if needed and not value.strip():
            raise wrong(key, "is required")
        return value.strip()

    return check
