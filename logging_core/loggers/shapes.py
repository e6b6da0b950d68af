"""What pages and programs are told of the loggers."""

from logging_core.loggers.base import hiding
from logging_core.loggers.definitions import is_stale
from logging_core.loggers.models import CruiseDefinition, Feed, LoggerControl, LoggerLog, LoggerPlan, Plain
from logging_core.shared import clock, permissions


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
    """With its content, for those who may read files; what looks like a password is hidden from them, too."""
    return definition.record() | {
        "text": hiding.in_yaml(definition.text),
        "expanded": hiding.in_plain(definition.expanded),
        "warnings": definition.warnings,
    }


def feed(row: Feed, person: permissions.Person) -> Plain:
    """Those who only look are not told the arguments, and nobody what looks like a password."""
    record = hiding.in_plain(row.record())
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
