"""What a client may say and how it is answered. No socket, no database."""

import json
import math
from typing import Any

Message = dict[str, Any]
Pairs = dict[str, list[list[Any]]]


class Mistake(Exception):
    """Something a client did wrong, as it is told; `kind` is the type of its request, when it had one."""

    def __init__(self, text: str, kind: str | None = None, status: int = 400) -> None:
        super().__init__(text)
        self.answer = json.dumps({**({"type": kind} if kind else {}), "status": status, "error": text})


def read(text: str) -> Message:
    """The request in a frame. Numbers that JSON has no word for (NaN, 1e400) are no values: None."""
    try:
        message = json.loads(text, parse_constant=lambda _: None, parse_float=_finite)
    except (ValueError, RecursionError) as problem:
        raise Mistake("received unparseable JSON") from problem
    if not isinstance(message, dict):
        raise Mistake("non-dict request received")
    if not message.get("type"):
        raise Mistake('no "type" field found in request')
    return message


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


def answer(kind: str, **more: Any) -> str:
    return json.dumps({"type": kind, "status": 200, **more})


def as_field_dict(news: Pairs) -> Pairs:
    return news


def as_record_list(news: Pairs) -> list[Message]:
    """Grouped by their exact times, in the order of time."""
    moments: dict[float, Message] = {}
    for name, pairs in news.items():
        for timestamp, value in pairs:
            moments.setdefault(timestamp, {})[name] = value
    return [{"timestamp": timestamp, "fields": moments[timestamp]} for timestamp in sorted(moments)]


FORMATS = {"field_dict": as_field_dict, "record_list": as_record_list}
