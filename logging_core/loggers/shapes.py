"""What pages and programs are told of the loggers."""

import re
from typing import Any

from logging_core.loggers.definitions import is_stale
from logging_core.loggers.models import CruiseDefinition, Feed, LoggerControl, LoggerLog, LoggerPlan, Plain
from logging_core.shared import clock, permissions

SECRET = re.compile("pass|token|secret|credential|api_?key|auth", re.IGNORECASE)
HIDDEN = "(hidden)"


def wanted(person: permissions.Person) -> Plain:
    """What is to run, as everybody may know it: names, no contents of configs."""
    control = LoggerControl.objects.select_related("definition").get(pk=1)
    definition = control.definition
    return {
        "now": clock.iso(clock.now()),
        "may_manage": permissions.has_scope(person, permissions.WRITE_LOGGERS),
        "plan_version": LoggerPlan.objects.values_list("version", flat=True).get(pk=1),
        "definition": _summary(control, definition) if definition else None,
        "mode": control.mode,
        "modes": list(definition.expanded["modes"]) if definition else [],
        "default_mode": definition.expanded["default_mode"] if definition else None,
        "overridden": control.overridden(),
        "loggers": _loggers(control, definition) if definition else {},
    }


def _summary(control: LoggerControl, definition: CruiseDefinition) -> Plain:
    return definition.record() | {
        "applied_by": control.applied_by,
        "applied_at": clock.iso_or_none(control.applied_at),
        "stale": is_stale(definition),
    }


def _loggers(control: LoggerControl, definition: CruiseDefinition) -> Plain:
    of_mode = control.of_mode(control.mode)
    return {
        name: {
            "configs": definition.config_names(name),
            "active": control.configs.get(name),
            "of_mode": of_mode.get(name),
        }
        for name in definition.expanded["loggers"]
    }


def one_definition(definition: CruiseDefinition) -> Plain:
    """With its content, for those who may read files."""
    return definition.record() | {
        "text": definition.text,
        "expanded": definition.expanded,
        "warnings": definition.warnings,
    }


def feed(row: Feed, person: permissions.Person) -> Plain:
    """Those who only look are not told what may be secret."""
    record = row.record()
    if not permissions.has_scope(person, permissions.WRITE_LOGGERS):
        record["writer"] = {"class": row.writer.get("class")}
    return record


def log_line(line: LoggerLog) -> Plain:
    return {
        "id": line.pk,
        "at": clock.iso(line.at),
        "source": line.source,
        "level": line.level,
        "text": line.text,
    }


def without_secrets(part: Any) -> Any:
    """A config as it may stand on a screen in the laboratory."""
    if isinstance(part, dict):
        return {
            key: HIDDEN if SECRET.search(str(key)) and isinstance(value, str) else without_secrets(value)
            for key, value in part.items()
        }
    return [without_secrets(item) for item in part] if isinstance(part, list) else part
