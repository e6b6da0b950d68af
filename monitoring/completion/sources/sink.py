"""Where fetched data go first: a file of its own, never larger or slower than agreed."""

from pathlib import Path

from monitoring.web.limits import Limits
from monitoring.web.trouble import temporary


class Sink:
    """Takes miniSEED in pieces of any size. Raises Trouble for what is none, too much or too slow."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.limits = limits
        self.size = 0
        self._file = path.open("wb")

    def __enter__(self) -> "Sink":
        return self

    def __exit__(self, *_problem: object) -> None:
        self._file.close()

    def write(self, piece: bytes) -> None:
        """A piece that has been counted against the limits already."""
        if not self.size and piece and not looks_like_miniseed(piece):
            raise temporary("not_miniseed", f"the answer is no miniSEED: it starts with {piece[:40]!r}")
        self._file.write(piece)
        self.size += len(piece)

    def take(self, piece: bytes) -> None:
        """A piece from beside HTTP: counted and written."""
        self.limits.count(len(piece))
        self.write(piece)


def looks_like_miniseed(start: bytes) -> bool:
    """miniSEED 3 says so; miniSEED 2 starts with a sequence number and a quality letter."""
    if start[:3] == b"MS\x03":
        return True
    return (
        start[:6].replace(b" ", b"0").isdigit() and start[6:7] in (b"D", b"R", b"Q", b"M") and start[7:8] in b" \0"
    )
