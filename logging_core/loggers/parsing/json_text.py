"""JSON that every reader accepts: NaN and infinities, which JSON has no word for, are written as null."""

import json
import math
from typing import Any

_encode = json.JSONEncoder(allow_nan=False).encode
_encode_pretty = json.JSONEncoder(allow_nan=False, sort_keys=True, indent=4).encode


def dumps(value: Any, pretty: bool = False) -> str:
    """Raises TypeError for what JSON cannot hold."""
    encode = _encode_pretty if pretty else _encode
    try:
        return encode(value)
    except ValueError:
        return encode(finite(value))


def finite(value: Any) -> Any:
    """The same value with None in place of every number that is not finite."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: finite(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [finite(part) for part in value]
    return value
