"""Events of a Sealog server, made of records and read as records."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.parsing.timestamps import stamp, unix_seconds
from logging_core.loggers.yaml_files.folders import Base, read_text
from logging_core.loggers.yaml_files.problems import known

OPTION = "event_option_"
KEYS = ("event_value", "event_author", "event_free_text", "event_options", "field_map")
Event = dict[str, Any]


@dataclass(frozen=True)
class Rule:
    """How records of one data_id become events. `field_map` maps fields to the names of options."""

    event_value: str = "FROM_OPENRVDAS"
    event_author: str | None = None
    event_free_text: str | None = None
    event_options: dict[str, Any] = field(default_factory=dict)
    field_map: dict[str, str] = field(default_factory=dict)


class EventRules:
    """The rules of a configuration file: `data_id: {event_value, ...}`, and `_default` for all others."""

    def __init__(self, config_file: str, base_dir: Path) -> None:
        """Raises ValueError; the file lies below the base folder."""
        try:
            content = yaml.safe_load(read_text(Base(base_dir).within(config_file)))
            self._rules = {str(name): _rule(str(name), parts) for name, parts in (content or {}).items()}
        except (ValueError, AttributeError, RecursionError, yaml.YAMLError) as problem:
            raise ValueError(f"config_file: {config_file} {problem}") from None

    def event_of(self, record: DASRecord) -> Event:
        """As the server takes it; what is not known is left out."""
        rule = self._rules.get(record.data_id or "") or self._rules.get("_default") or Rule()
        options = {**rule.event_options, **_options(rule, record.fields)}
        event = {
            "event_value": _text(record.fields.get("event_value", rule.event_value)),
            "event_author": _text(record.fields.get("event_author", rule.event_author)),
            "event_free_text": _text(record.fields.get("event_free_text", rule.event_free_text)),
            "ts": stamp(record.timestamp) if record.timestamp else None,
            "event_options": [
                {"event_option_name": name, "event_option_value": _text(value)} for name, value in options.items()
            ],
        }
        return {key: value for key, value in event.items() if value is not None}


def record_of(event: Event) -> DASRecord:
    """The record of an event as the server sends it. Raises KeyError, TypeError or ValueError."""
    options = {
        f"{OPTION}{option['event_option_name']}": option["event_option_value"]
        for option in event.get("event_options") or ()
    }
    fields = {
        "event_id": event.get("id"),
        "event_value": event["event_value"],
        "event_author": event.get("event_author"),
        "event_free_text": event.get("event_free_text"),
    }
    moment = unix_seconds(event["ts"]) if event.get("ts") else None
    return DASRecord(None, "sealog_event", moment, {**fields, **options})


def _rule(name: str, parts: Any) -> Rule:
    if not isinstance(parts, dict):
        raise ValueError(f'the rule of "{name}" is not a mapping')
    for key, value in parts.items():
        if key not in KEYS:
            raise ValueError(f'unknown key "{key}" in the rule of "{name}"{known(KEYS, key)}')
        if key in ("event_options", "field_map") and not isinstance(value, dict | None):
            raise ValueError(f'{key} in the rule of "{name}" is not a mapping')
    return Rule(**{key: value for key, value in parts.items() if value is not None})


def _options(rule: Rule, fields: dict[str, Any]) -> dict[str, Any]:
    if rule.field_map:
        named = {option: fields.get(name) for name, option in rule.field_map.items()}
    else:
        named = {name.removeprefix(OPTION): value for name, value in fields.items() if name.startswith(OPTION)}
    return {name: value for name, value in named.items() if value is not None}


def _text(value: Any) -> str | None:
    """Servers take texts only."""
    return value if value is None or isinstance(value, str) else str(value)
