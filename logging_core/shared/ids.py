"""Record ids: 24 lower-case hex digits that sort roughly by the time of their making."""

import hashlib
import re
import secrets
import time
from datetime import datetime

PATTERN = re.compile(r"[0-9a-fA-F]{24}")


def new_id() -> str:
    """4 bytes of seconds since 1970 and 8 random ones."""
    return f"{int(time.time()) & 0xFFFFFFFF:08x}{secrets.token_hex(8)}"


def id_for(moment: datetime, what: str) -> str:
    """The same id for the same thing, so that doing it twice stores it once."""
    digest = hashlib.sha256(f"{what} {moment.isoformat()}".encode()).hexdigest()[:16]
    return f"{int(moment.timestamp()) & 0xFFFFFFFF:08x}{digest}"


def normal(text: object) -> str:
    """Lower case; ValueError when it is not 24 hex digits."""
    if not isinstance(text, str) or not PATTERN.fullmatch(text):
        raise ValueError("must be a string of 24 hex characters")
    return text.lower()
