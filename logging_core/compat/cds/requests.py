"""Checks of what stands in a request."""

import math
import re
import time
from dataclasses import dataclass
from typing import Any

from logging_core.compat.cds.protocol import Message, Mistake

FASTEST_S, SLOWEST_S, USUAL_S = 0.05, 3600.0, 0.5
MOST_FIELDS = 5000


@dataclass(frozen=True)
class Wanted:
    """How far back a subscription begins: 0 with what comes, -1 with the newest value, else so many seconds and
    at least so many values.
    """

    seconds: float = 0
    back_records: int = 0


@dataclass(frozen=True)
class Subscribe:
    fields: dict[str, Wanted]
    interval: float
    format: str


def subscription(message: Message) -> Subscribe:
    """Fields may be a mapping, or a list of names for what comes from now on."""
    fields = message.get("fields")
    if isinstance(fields, list):
        fields = dict.fromkeys((name for name in fields if isinstance(name, str)), None)
    if not isinstance(fields, dict) or not fields:
        raise Mistake("no fields found in subscribe request", "subscribe")
    if len(fields) > MOST_FIELDS:
        raise Mistake(f"more than {MOST_FIELDS} fields in subscribe request", "subscribe")
    form = message.get("format") or "field_dict"
    return Subscribe({name: _wanted(name, spec) for name, spec in fields.items()}, _interval(message), str(form))


def _wanted(name: str, spec: Any) -> Wanted:
    spec = {} if spec is None else spec
    if not isinstance(spec, dict):
        raise Mistake(f'no mapping for field "{name}" in subscribe request', "subscribe")
    seconds, records = spec.get("seconds") or 0, spec.get("back_records") or 0
    if not _is_number(seconds) or not _is_number(records):
        raise Mistake(f'non-numeric seconds or back_records for field "{name}"', "subscribe")
    return Wanted(seconds, max(0, int(records)))


def _interval(message: Message) -> float:
    interval = message.get("interval")
    if interval is None:
        return USUAL_S
    if not _is_number(interval):
        raise Mistake("non-numeric interval requested", "subscribe")
    return min(max(interval, FASTEST_S), SLOWEST_S)


def published(message: Message) -> Message | None:
    """The record in a publish request, or None when it holds no fields: that is accepted and ignored."""
    data = message.get("data")
    if not data and not isinstance(data, dict):
        raise Mistake("no data field found in request", "publish")
    if not isinstance(data, dict):
        raise Mistake("request has non-dict data field", "publish")
    fields = data.get("fields")
    if not fields:
        return None
    if not isinstance(fields, dict):
        raise Mistake("request has non-dict fields", "publish")
    at = data.get("timestamp")
    if at is not None and not _is_number(at):
        raise Mistake("request has a non-numeric timestamp", "publish")
    record = {name: data[name] for name in ("data_id", "message_type", "metadata") if data.get(name)}
    return {**record, "timestamp": at or time.time(), "fields": fields}


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and abs(value) < 1e15 and math.isfinite(value)


def pattern(name: str) -> "re.Pattern[str] | None":
    """For a name with `*`, which stands for one or more characters; the rest of it is literal."""
    if "*" not in name:
        return None
    return re.compile(".+".join(re.escape(part) for part in re.split(r"\*+", name)), re.DOTALL)
