"""Bytes of a line, a socket or a file cut into records, and what text they are."""

from collections.abc import Callable

LONGEST_LINE = 65_536


def unescape(text: str) -> str:
    r"""Escapes written in a definition, such as \r\n or \x03, as the characters they mean."""
    return text.encode("latin-1", "backslashreplace").decode("unicode_escape")


class Framer:
    """Cuts a stream of bytes at an end mark, or into pieces of `size`, and loses nothing.

    A piece without its mark is cut at LONGEST_LINE, and `overlong` is told.
    """

    def __init__(self, end: bytes, overlong: Callable[[bytes], None], size: int | None = None) -> None:
        self._end = end
        self._size = size
        self._overlong = overlong
        self._rest = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """The records that are complete now, lines without their end marks."""
        self._rest += data
        return self._lines() if self._size is None else self._pieces(self._size)

    def _pieces(self, size: int) -> list[bytes]:
        whole = len(self._rest) - len(self._rest) % size
        pieces = [bytes(self._rest[at : at + size]) for at in range(0, whole, size)]
        del self._rest[:whole]
        return pieces

    def _lines(self) -> list[bytes]:
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
