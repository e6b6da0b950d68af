"""Latitudes and longitudes written as degrees and minutes in one number."""

LARGEST = {"N": 90.0, "S": 90.0, "E": 180.0, "W": 180.0}


def degrees(text: str) -> float | None:
    """Degrees of `DDDMM.mmm`; None for an empty text, 60 minutes and more, or 180 degrees and more."""
    if not text.strip():
        return None
    whole, remainder = divmod(abs(float(text)) / 100, 1)
    minutes = remainder * 100
    if whole >= 180 or minutes >= 60:
        return None
    value = whole + remainder / 0.60
    return -value if "-" in text else value


def latitude(text: str) -> float | None:
    """As `degrees`, for a value that is known to be a latitude: None beyond a pole."""
    value = degrees(text)
    return value if value is None or abs(value) <= 90 else None


def degrees_with_letter(text: str) -> float | None:
    """Degrees of `DDDMM.mmm,N`; S and W are negative, no letter is positive."""
    number, _, letter = text.upper().partition(",")
    value = degrees(number)
    if value is None or value > LARGEST.get(letter, 180.0):
        return None
    return -value if letter in ("S", "W") else value
