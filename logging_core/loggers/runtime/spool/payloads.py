"""Records and log lines as the payload of a frame: JSON lists, which a person can read in need."""

import json

from logging_core.loggers.parsing.json_text import dumps
from logging_core.loggers.parsing.records import DASRecord

LogLine = tuple[float, str, int, str]  # Unix seconds, source, level, text
_tolerant = json.JSONEncoder(default=str).encode


def of_records(records: list[DASRecord]) -> bytes:
    """What JSON has no word for (a date, bytes) becomes text, NaN and infinities null."""
    rows = [[r.data_id, r.message_type, r.timestamp, r.fields, r.metadata] for r in records]
    try:
        return dumps(rows).encode()
    except TypeError:
        return dumps(json.loads(_tolerant(rows))).encode()


def records(payload: bytes) -> list[DASRecord]:
    found = []
    for data_id, message_type, timestamp, fields, metadata in json.loads(payload):
        record = DASRecord(data_id, message_type, None, fields, metadata)
        record.timestamp = timestamp
        found.append(record)
    return found


def of_lines(lines: list[LogLine]) -> bytes:
    return json.dumps(lines).encode()


def lines(payload: bytes) -> list[LogLine]:
    return [tuple(line) for line in json.loads(payload)]
