"""What people and files write, as the archive keeps it; a refusal names the field."""

from logging_core.shared.errors import wrong
from qualitycontrol.archive import instants


def instant(value: object, field: str = "time") -> int:
    """An ISO 8601 time, UTC unless it says otherwise, as nanoseconds."""
    try:
        if isinstance(value, str):
            return instants.parse(value)
        raise ValueError("no text")
    except ValueError:
        raise wrong(field, "must be a time as YYYY-MM-DDTHH:MM:SSZ") from None
