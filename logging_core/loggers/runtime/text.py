"""Text for logs and pages: one line, nothing that moves a cursor or cannot be encoded."""

import re
from datetime import UTC, datetime

from logging_core.loggers.base.hiding import in_text

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
LONGEST = 2000


def clean(text: str, longest: int = LONGEST) -> str:
    """Controls, line breaks and halves of characters become visible escapes; what is too long is cut; passwords in
    addresses are hidden.
    """
    cut = text if len(text) <= longest else f"{text[:longest]} ..."
    return _CONTROLS.sub(_visible, in_text(cut))


def iso(seconds: float) -> str:
    """`2026-05-01T12:00:00.250Z` of Unix seconds."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z"


def _visible(found: re.Match[str]) -> str:
    number = ord(found[0])
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"
