"""What a template may ask, and which answers it accepts."""

from typing import Any

from logging_core.event_templates.models import EventTemplate
from logging_core.shared.errors import wrong
from logging_core.shared.names import option_name
from logging_core.shared.text import checked_text

OPTION_TYPES = ("static text", "text", "dropdown", "checkboxes", "radio buttons")
LIST_TYPES = {"dropdown", "checkboxes", "radio buttons"}


def checked_options(options: Any) -> list[dict[str, Any]]:
    """The questions of a template in their stored form; BadInput names the one that is wrong."""
    if not isinstance(options, list):
        raise wrong("event_options", "must be an array")
    checked = [_checked_option(option, f"event_options[{index}]") for index, option in enumerate(options)]
    names = [option_name(option["event_option_name"]) for option in checked]
    for index, name in enumerate(names):
        if name in names[:index]:
            raise wrong(f"event_options[{index}].event_option_name", f"{name!r} is asked twice")
    return checked


def _checked_option(option: Any, where: str) -> dict[str, Any]:
    if not isinstance(option, dict):
        raise wrong(where, "must be of type object")
    kind = checked_text(option.get("event_option_type"), f"{where}.event_option_type", longest=40)
    values = option.get("event_option_values", [])
    if not isinstance(values, list):
        raise wrong(f"{where}.event_option_values", "must be an array")
    checked = {
        "event_option_name": checked_text(
            option.get("event_option_name"), f"{where}.event_option_name", longest=100, shortest=1
        ),
        "event_option_type": kind,
        "event_option_values": [checked_text(v, f"{where}.event_option_values", longest=1000) for v in values],
        "event_option_allow_freeform": bool(option.get("event_option_allow_freeform", False)),
        "event_option_required": bool(option.get("event_option_required", False)),
    }
    if kind not in OPTION_TYPES:
        raise wrong(f"{where}.event_option_type", f"must be one of {', '.join(OPTION_TYPES)}")
    if "event_option_default_value" in option:
        field = f"{where}.event_option_default_value"
        checked["event_option_default_value"] = checked_text(
            option["event_option_default_value"], field, longest=1000
        )
    return checked


def check_answers(template: EventTemplate, answers: list[dict[str, Any]], free_text: str) -> None:
    """Refuse what the template does not ask for, and what is missing; names the option."""
    given = {answer["event_option_name"]: answer["event_option_value"] for answer in answers}
    if len(given) != len(answers):
        names = [answer["event_option_name"] for answer in answers]
        raise wrong(next(name for name in names if names.count(name) > 1), "is answered twice")
    asked = {option_name(option["event_option_name"]): option for option in template.options}
    for name, value in given.items():
        if name not in asked:
            raise wrong(name, f"is not an option of the template {template.event_name!r}")
        _check_answer(name, asked[name], value)
    for name, option in asked.items():
        if (
            option["event_option_required"]
            and option["event_option_type"] != "static text"
            and not _holds_something(given.get(name))
        ):
            raise wrong(name, "is required")
    if template.event_free_text_required and not free_text.strip():
        raise wrong("event_free_text", "is required")


def _holds_something(answer: str | list[str] | None) -> bool:
    return any(answer if isinstance(answer, list) else [answer])


def _check_answer(name: str, option: dict[str, Any], value: str | list[str]) -> None:
    kind = option["event_option_type"]
    if isinstance(value, list) and kind != "checkboxes":
        raise wrong(name, "takes one value only")
    if kind in LIST_TYPES and not option["event_option_allow_freeform"]:
        for part in value if isinstance(value, list) else [value]:
            if part and part not in option["event_option_values"]:
                raise wrong(name, f"{part!r} is not one of the choices")
