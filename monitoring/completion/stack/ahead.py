"""Answers that came ahead: what a source said to a request within the question of another one.

Each lies in the folder of the request it is for: the records, and a note of what they answer. The note is written
last and knows the records by size and checksum, so that what is half written, lost or mixed up is no answer.
Nothing depends on them: a request without one asks itself.
"""

import json
import shutil
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from zlib import crc32

from monitoring.completion.sources import pieces
from monitoring.completion.sources.models import Source
from monitoring.completion.sources.selection import Selection
from monitoring.completion.stack import places
from monitoring.web.trouble import Trouble
from qualitycontrol.archive import instants
from qualitycontrol.archive.formats.miniseed import Table
from qualitycontrol.archive.spans import without

FRESH = 600 * instants.SECOND
KEPT = 3600.0  # seconds until a file that nobody used is removed


@dataclass(frozen=True)
class Note:
    """What was asked, of whom, when and with which request; the records that came are known by the last two."""

    came_with: int
    at_ns: int
    kind: str
    parameters: dict
    asked: list[list]  # code, start_ns, end_ns
    size: int
    checksum: int


def keep(number: int, source: Source, selections: list[Selection], table: Table, came_with: int) -> None:
    """Leave request `number` its part of an answer. Raises OSError."""
    note, records = _paths(number, source)
    note.parent.mkdir(parents=True, exist_ok=True)
    note.unlink(missing_ok=True)
    size, checksum = pieces.write(table, selections, _draft(records))
    _draft(records).replace(records)
    asked = [[str(one.stream), one.start_ns, one.end_ns] for one in selections]
    told = Note(came_with, instants.now(), source.kind, source.parameters, asked, size, checksum)
    _draft(note).write_text(json.dumps(asdict(told)))
    _draft(note).replace(note)


def known(number: int, source: Source, selections: list[Selection]) -> Note | None:
    """What came ahead for it, if it is fresh and answers all of `selections`. The records are not looked at."""
    try:
        note = Note(**json.loads(_paths(number, source)[0].read_bytes()))
        fresh = 0 <= instants.now() - note.at_ns < FRESH
        same = (note.kind, note.parameters) == (source.kind, source.parameters)
        return note if fresh and same and _covers(note, selections) else None
    except (OSError, ValueError, TypeError):
        return None


def _covers(note: Note, selections: list[Selection]) -> bool:
    for one in selections:
        asked = [(start, end) for code, start, end in note.asked if code == str(one.stream)]
        if without([(one.start_ns, one.end_ns)], asked):
            return False
    return True


def take(number: int, source: Source, selections: list[Selection], path: Path) -> Note | None:
    """The records that came ahead, as far as they are asked for, into a file. They are had once."""
    note = known(number, source, selections)
    try:
        return note if note and _copied(note, _paths(number, source)[1], selections, path) else None
    except (OSError, Trouble):
        return None
    finally:
        drop(number, source)


def _copied(note: Note, records: Path, selections: list[Selection], path: Path) -> bool:
    with pieces.opened(records) as table:
        if (len(table.data), crc32(table.data)) != (note.size, note.checksum):
            return False
        pieces.write(table, selections, path)
        return True


def drop(number: int, source: Source) -> None:
    for path in _paths(number, source):
        with suppress(OSError):
            path.unlink()


def prune() -> None:
    """Remove what nobody came for: of requests that were held, cancelled or deleted."""
    for folder in places.root().glob("*/ahead"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > KEPT:
                shutil.rmtree(folder)
                folder.parent.rmdir()  # when nothing else is in it


def _paths(number: int, source: Source) -> tuple[Path, Path]:
    folder = places.ahead(number)
    return folder / f"{source.pk}.json", folder / f"{source.pk}.mseed"


def _draft(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")
