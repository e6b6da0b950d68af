"""Descriptions of fields, sent along from time to time."""

from typing import Any

Description = dict[str, Any]


class MetadataSender:
    """Gives the descriptions of those fields that were last described more than `interval` seconds ago.

    Time is that of the records, in Unix seconds, so that a replay sends what the first run sent.
    """

    def __init__(self, interval: float, descriptions: dict[str, Description]) -> None:
        self._interval = interval
        self._descriptions = descriptions
        self._sent: dict[str, float] = {}

    def due(self, fields: dict[str, Any], timestamp: float) -> dict[str, Any]:
        """`{"fields": {name: {...}}}`, or an empty mapping when nothing is due."""
        told = {}
        for name in fields:
            if name not in self._descriptions:
                continue
            if timestamp - self._sent.get(name, float("-inf")) > self._interval:
                told[name] = self._descriptions[name]
                self._sent[name] = timestamp
        return {"fields": told} if told else {}
