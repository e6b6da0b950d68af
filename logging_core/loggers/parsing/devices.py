"""Devices and their types: what a line of a device looks like and what its fields are called on this ship."""

from dataclasses import dataclass, field
from typing import Any

from logging_core.loggers.parsing.patterns import Pattern

Formats = list[tuple[str | None, str]]  # message type and pattern, in the order of trial
Compiled = tuple[tuple[str | None, Pattern], ...]


@dataclass(frozen=True)
class DeviceType:
    """`fields` describes fields (units, description, ...) by their name in the patterns."""

    name: str
    formats: Formats
    fields: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Device:
    """`fields` maps names of the type to names on this ship; what is not listed is dropped."""

    name: str
    type: DeviceType
    fields: dict[str, str]

    def patterns(self) -> Compiled:
        """Compiled for this device, in the order of trial. Raises ValueError for a bad pattern."""
        return tuple((message, Pattern(text, self.fields)) for message, text in self.type.formats)

    def metadata(self) -> dict[str, dict[str, Any]]:
        """What is known of each field, by its name on this ship."""
        return {
            outside: {
                "device": self.name,
                "device_type": self.type.name,
                "device_type_field": inside,
                **self.type.fields.get(inside, {}),
            }
            for inside, outside in self.fields.items()
        }


def formats_of(value: Any) -> Formats:
    """A text, a list of texts, or a mapping of message types to either. Raises ValueError."""
    if isinstance(value, dict):
        return [(str(message), text) for message, part in value.items() for text in _texts(part)]
    return [(None, text) for text in _texts(value)]


def _texts(value: Any) -> list[str]:
    texts = value if isinstance(value, list) else [value]
    if not texts or not all(isinstance(text, str) for text in texts):
        raise ValueError("a format is a text, a list of texts, or a mapping of message types to them")
    return texts
