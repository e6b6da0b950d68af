"""What people and files write, as the archive keeps it; a refusal names the field."""

from logging_core.shared.errors import wrong
from qualitycontrol.archive import instants

LAST = 2**63 - 1  # ns, in the year 2262; no larger number can be stored


def instant(value: object, field: str = "time") -> int:
    """An ISO 8601 time, UTC unless it says otherwise, as nanoseconds."""
    found = _parsed(value, field)
    if abs(found) > LAST:
        raise wrong(field, "must lie between the years 1678 and 2261")
    return found


def end(value: object, field: str = "time") -> int | None:
    """The end of an epoch; None for one that is still open, for which some write the year 2599."""
    found = _parsed(value, field) if value else LAST
    return found if found < LAST else None


def _parsed(value: object, field: str) -> int:
    try:
        if isinstance(value, str):
            return instants.parse(value)
        raise ValueError("no text")
    except ValueError:
        raise wrong(field, "must be a time as YYYY-MM-DDTHH:MM:SSZ") from None
