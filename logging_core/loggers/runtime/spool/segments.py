"""The files of a spool, and the name the database knows it by."""

import secrets
from dataclasses import dataclass
from pathlib import Path

SUFFIX = ".spool"


@dataclass(frozen=True, slots=True)
class Segment:
    """`start` is the place of its first byte in the whole of the spool."""

    start: int
    path: Path

    @property
    def end(self) -> int:
        """Where its last byte ends now. Raises FileNotFoundError."""
        return self.start + self.path.stat().st_size


def segments(folder: Path) -> list[Segment]:
    """In order; none when there is no such folder."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == SUFFIX)
    except FileNotFoundError:
        return []
    return [Segment(int(path.stem), path) for path in paths]


def next_segment(folder: Path) -> Segment:
    """A new one behind all others. Places are never used again, for the last segment is never removed."""
    there = segments(folder)
    start = there[-1].end if there else 0
    return Segment(start, folder / f"{start:020d}{SUFFIX}")


def identity(folder: Path) -> str:
    """Made with the folder: a spool that was deleted and made again must not be taken for the old one."""
    path = folder / "id"
    try:
        return path.read_text()
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".new")
        draft.write_text(secrets.token_hex(6))
        draft.replace(path)
        return path.read_text()


def known_identity(folder: Path) -> str | None:
    try:
        return (folder / "id").read_text() or None
    except FileNotFoundError:
        return None
