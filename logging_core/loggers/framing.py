"""Bytes of a line, a socket or a file cut into records, and what text they are."""

from collections.abc import Callable

LONGEST_LINE = 65_536


def unescape(text: str) -> str:
    r"""Escapes written in a definition, such as \r\n or \x03, as the characters they mean."""
    return text.encode("latin-1", "backslashreplace").decode("unicode_escape")


class Framer:
    """Cuts a stream of bytes at an end mark; a piece without one is cut at LONGEST_LINE, and nothing is lost."""

    def __init__(self, end: bytes, overlong: Callable[[bytes], None]) -> None:
        self._end = end
        self._overlong = overlong
        self._rest = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that are complete now, without their end marks."""
        self._rest += data
        *lines, rest = bytes(self._rest).split(self._end) if self._end in self._rest else [bytes(self._rest)]
        while len(rest) > LONGEST_LINE:
            lines.append(rest[:LONGEST_LINE])
            rest = rest[LONGEST_LINE:]
            self._overlong(lines[-1])
        self._rest[:] = rest
        return lines

    def take_rest(self) -> bytes:
        """What has come without an end mark."""
        rest = bytes(self._rest)
        self._rest.clear()
        return rest

    def __len__(self) -> int:
        return len(self._rest)


def decoded(data: bytes, encoding: str | None, errors: str) -> str | bytes:
    """Text in the encoding, hexadecimal digits for `hex`, or the bytes for none. Raises UnicodeDecodeError."""
    if not encoding:
        return data
    return data.hex() if encoding == "hex" else data.decode(encoding, errors)


def encoded(record: str | bytes, encoding: str | None, errors: str) -> bytes:
    """Raises UnicodeEncodeError, and ValueError for bad hexadecimal digits."""
    if isinstance(record, bytes):
        return record
    if encoding == "hex":
        return bytes.fromhex(record)
    return record.encode(encoding or "utf-8", errors)
