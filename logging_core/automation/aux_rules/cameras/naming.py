"""Names of pictures: `<prefix>YYYYMMDD_HHMMSSmmm<suffix>`, the time of the event in UTC."""

import re
from datetime import UTC, datetime

PREFIX = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}|")
SUFFIX = re.compile(r"[A-Za-z0-9._-]{0,40}(\.jpe?g|\.png|\.webp)", re.IGNORECASE)
FORMATS = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",), "WEBP": (".webp",)}


def picture_name(prefix: str, moment: datetime, suffix: str) -> str:
    utc = moment.astimezone(UTC)
    return f"{prefix}{utc:%Y%m%d_%H%M%S}{utc.microsecond // 1000:03d}{suffix}"


def problem_of_prefix(prefix: str) -> str:
    return (
        ""
        if PREFIX.fullmatch(prefix)
        else "may hold letters, digits, . _ - only, and begins with one of the first"
    )


def problem_of_suffix(suffix: str) -> str:
    return (
        ""
        if SUFFIX.fullmatch(suffix)
        else "must end with .jpg, .jpeg, .png or .webp and hold no other signs than . _ -"
    )


def fits(name: str, format: str) -> bool:
    """Whether a file of this name may hold a picture of this format."""
    return name.lower().endswith(FORMATS.get(format, ()))
