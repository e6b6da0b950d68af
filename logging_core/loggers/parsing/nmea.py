"""Checksums of NMEA 0183 sentences: the exclusive or of all bytes between `$` or `!` and `*`."""

HEX_DIGITS = frozenset("0123456789abcdefABCDEF")
LIKE_A_NUMBER = HEX_DIGITS | frozenset("+- xX")  # what patterns take for a hexadecimal number


def checksum(body: bytes) -> int:
    """Exclusive or of all bytes, by folding one long number in halves."""
    number = int.from_bytes(body, "little")
    bits = 4 << max(len(body) - 1, 0).bit_length()
    while bits >= 8:
        number ^= number >> bits
        bits >>= 1
    return number & 0xFF


def carries_checksum(sentence: str) -> bool:
    """Whether the text is a sentence that ends with `*` and what a pattern takes for a hexadecimal number."""
    star = sentence.rfind("*")
    return 0 < star < len(sentence) - 1 and sentence[0] in "$!" and LIKE_A_NUMBER.issuperset(sentence[star + 1 :])


def checksum_fits(sentence: str) -> bool:
    """Whether a sentence that carries a checksum ends with the two digits that are right for it."""
    if sentence.rfind("*") != len(sentence) - 3 or not HEX_DIGITS.issuperset(sentence[-2:]):
        return False
    return checksum(sentence[1:-3].encode("utf-8", "surrogatepass")) == int(sentence[-2:], 16)
