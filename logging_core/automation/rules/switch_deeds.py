"""ASNAP, custom variables, and the mode of the loggers."""

from collections.abc import Mapping
from typing import Any

from logging_core.automation.models import ASNAP_STATUS
from logging_core.automation.rules.deed import AS_IT_IS, DONE, Deed, DeedKind, Doing, Outcome
from logging_core.automation.variables.actions import give_value
from logging_core.loggers.actions import set_mode
from logging_core.shared.text import checked_text


def _checked_asnap(sent: Mapping[str, Any]) -> Deed:
    return {"on": bool(sent.get("on", False))}


def _word(deed: Deed) -> str:
    return "On" if deed["on"] else "Off"


def _switch_asnap(deed: Deed, doing: Doing) -> Outcome:
    return _give(doing, ASNAP_STATUS, _word(deed), "ASNAP")


def _checked_variable(sent: Mapping[str, Any]) -> Deed:
    name = checked_text(sent.get("name"), "name", longest=100, shortest=1)
    return {"name": name, "value": checked_text(sent.get("value", ""), "value", longest=10_000)}


def _set_variable(deed: Deed, doing: Doing) -> Outcome:
    return _give(doing, deed["name"], deed["value"], deed["name"])


def _give(doing: Doing, name: str, value: str, shown: str) -> Outcome:
    if give_value(actor=doing.actor, name=name, value=value):
        return Outcome(DONE, f"{shown} is {value or 'empty'} now")
    return Outcome(AS_IT_IS, f"{shown} was {value or 'empty'} already")


def _checked_mode(sent: Mapping[str, Any]) -> Deed:
    return {"mode": checked_text(sent.get("mode"), "mode", longest=100, shortest=1)}


def _set_mode(deed: Deed, doing: Doing) -> Outcome:
    set_mode(actor=doing.actor, by=None, mode=deed["mode"])
    return Outcome(DONE, f"the loggers run in mode {deed['mode']}")


SWITCH_DEEDS = {
    "asnap": DeedKind("Switch ASNAP", _checked_asnap, lambda deed: f"ASNAP {_word(deed)}", _switch_asnap),
    "variable": DeedKind(
        "Set a custom variable",
        _checked_variable,
        lambda deed: f"Variable {deed['name']} = {deed['value'] or 'empty'}",
        _set_variable,
    ),
    "logger_mode": DeedKind(
        "Set the mode of the loggers", _checked_mode, lambda deed: f"Loggers in mode {deed['mode']}", _set_mode
    ),
}
