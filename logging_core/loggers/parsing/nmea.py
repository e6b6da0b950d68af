"""Checksums of NMEA 0183 sentences: the exclusive or of all bytes between `$` or `!` and `*`."""

HEX_DIGITS = frozenset("0123456789abcdefABCDEF")


def checksum(body: bytes) -> int:
    """Exclusive or of all bytes, by folding one long number in halves."""
    number = int.from_bytes(body, "little")
    bits = 4 << max(len(body) - 1, 0).bit_length()
    while bits >= 8:
        number ^= number >> bits
        bits >>= 1
    return number & 0xFF


def carries_checksum(sentence: str) -> bool:
    """Whether the text is a sentence that ends with `*HH`."""
    return (
        sentence[:1] in ("$", "!")
        and sentence[-3:-2] == "*"
        and sentence[-2:-1] in HEX_DIGITS
        and sentence[-1:] in HEX_DIGITS
    )


def checksum_fits(sentence: str) -> bool:
    """Whether the two digits at the end are those of the sentence; it must carry a checksum."""
    return checksum(sentence[1:-3].encode()) == int(sentence[-2:], 16)
