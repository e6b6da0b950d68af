"""A package as one zip file, made while it is sent: nothing waits on the disk, however large it is."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

COMPRESSED = {".csv", ".json", ".geojson", ".kml", ".txt", ".xml", ".log"}  # pictures and archives are already
PART = 256 * 1024


def zipped(folder: Path) -> Iterator[bytes]:
    """All files of a folder, under the name of the folder."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", allowZip64=True) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()):
            yield from _one(archive, sink, path, f"{folder.name}/{path.relative_to(folder).as_posix()}")
    yield sink.taken()


def _one(archive: zipfile.ZipFile, sink: "_Sink", path: Path, name: str) -> Iterator[bytes]:
    about = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
    packed = path.suffix.lower() in COMPRESSED
    about.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with path.open("rb") as source, archive.open(about, "w", force_zip64=True) as target:
        while part := source.read(PART):
            target.write(part)
            yield sink.taken()


class _Sink:
    """A file that is only written: what has come since the last time is taken out."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is open."""

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)
