"""Time as the record keeps it: UTC, to the millisecond, never naive."""

import re
from datetime import UTC, datetime, timedelta, timezone

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ISO = re.compile(
    r"^(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})"
    r"(?:[T ](?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s?(?P<zone>Z|z|[+-]\d{2}(?::?\d{2})?)?)?)?)?$",
    re.ASCII,
)


def now() -> datetime:
    return to_millisecond(datetime.now(UTC))


def to_millisecond(moment: datetime) -> datetime:
    """Cut, not rounded: a time read back and sent again must not change."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def iso(moment: datetime) -> str:
    """`YYYY-MM-DDTHH:MM:SS.mmmZ`, the only form in which times leave the product."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def iso_or_none(moment: datetime | None) -> str | None:
    return iso(moment) if moment is not None else None


def parse(text: object) -> datetime:
    """An ISO 8601 time as UTC, cut to the millisecond; a time without offset is UTC.

    Raises ValueError for everything else: 24:00, second 60, ordinal days, epoch numbers, years before 1.
    """
    found = ISO.match(text.strip()) if isinstance(text, str) else None
    if found is None:
        raise ValueError("must be in ISO 8601 date format")
    part = found.groupdict()
    try:
        moment = datetime(
            int(part["year"]),
            int(part["month"] or 1),
            int(part["day"] or 1),
            int(part["hour"] or 0),
            int(part["minute"] or 0),
            int(part["second"] or 0),
            int((part["fraction"] or "0")[:3].ljust(3, "0")) * 1000,
            tzinfo=_zone(part["zone"]),
        )
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as problem:
        raise ValueError("must be in ISO 8601 date format") from problem


def _zone(text: str | None) -> timezone:
    if not text or text in "Zz":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    if int(digits[2:]) > 59:
        raise ValueError("minutes of the offset")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)
