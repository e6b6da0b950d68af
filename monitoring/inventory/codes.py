"""What codes may look like: FDSN's short forms, and the longer ones of its source identifiers."""

from django.core.validators import RegexValidator

from qualitycontrol.archive.nslc import CODES


def _validator(part: str, words: str) -> RegexValidator:
    return RegexValidator(rf"\A{CODES[part]}\Z", f"A {part} code has {words}.")


network = _validator("network", "1 or 2 (at most 8) capital letters and digits")
station = _validator("station", "1 to 5 (at most 8) capital letters and digits")
location = _validator("location", "0 to 2 capital letters and digits")
channel = _validator("channel", "3 capital letters and digits")
