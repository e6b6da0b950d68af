"""Passwords and the like, in what is shown, logged or journalled."""

import re
from typing import Any

HIDDEN = "(hidden)"
_WORDS = "(?<![a-z])pass|token|secret|credential|api_?key|(?<![a-z])auth(?!or)"  # no compass, no author
SECRET = re.compile(_WORDS, re.IGNORECASE)
# user:password@ of an address, and words of its question.
_USER = re.compile(r"([a-z][a-z0-9+.-]*://[^\s/:@]*):[^\s/]*@", re.IGNORECASE)
_ASKED = re.compile(rf"([?&][^\s=&#]*(?:{_WORDS})[^\s=&#]*=)[^\s&#\"']+", re.IGNORECASE)
# A key and its value in YAML; to the end of the line where no quote ends it.
_ENTRY = re.compile(
    rf"((?:{_WORDS})\w*[\"']?[ \t]*:[ \t]+)(\"[^\"\n]*\"|'[^'\n]*'|(?![\[{{|>])(?:(?! #)[^\n])+)", re.IGNORECASE
)


def in_text(text: str) -> str:
    """Without the passwords and tokens of addresses in it."""
    if "://" not in text:
        return text
    return _ASKED.sub(rf"\1{HIDDEN}", _USER.sub(rf"\1:{HIDDEN}@", text))


def in_yaml(text: str) -> str:
    """Also without the values of keys that look like secrets, line by line."""
    return in_text(_ENTRY.sub(rf"\1{HIDDEN}", text))


def in_plain(part: Any, key: str = "") -> Any:
    """The same of a config, or of a part of one that stands under a key."""
    if isinstance(part, dict):
        return {name: in_plain(value, str(name)) for name, value in part.items()}
    if isinstance(part, list):
        return [in_plain(item, key) for item in part]
    if SECRET.search(key) and isinstance(part, str | int | float) and not isinstance(part, bool):
        return HIDDEN
    return in_text(part) if isinstance(part, str) else part
