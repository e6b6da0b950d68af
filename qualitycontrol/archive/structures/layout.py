"""One way of naming the files of an archive: a pattern that both reads and writes names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path, PurePath
from typing import NamedTuple

from qualitycontrol.archive import instants
from qualitycontrol.archive.nslc import CODES, Nslc

FLAG = re.compile(r"[%#]([nslcqYjHMS])")
READS = {
    "n": rf"(?P<n>{CODES['network']})",
    "s": rf"(?P<s>{CODES['station']})",
    "l": rf"(?P<l>{CODES['location']})",
    "c": rf"(?P<c>{CODES['channel']})",
    "q": r"[A-Z]",
    "Y": r"(?P<Y>\d{4})",
    "j": r"(?P<j>\d{3})",
    "H": r"\d\d",
    "M": r"\d\d",
    "S": r"\d\d",
}
ONE_STREAM = set("nslc")
ONE_DAY = set("Yj")


class Name(NamedTuple):
    """What a file name says; None where its layout does not say it. The records say what is true."""

    nslc: Nslc | None
    year: int | None
    jday: int | None

    @property
    def day(self) -> date | None:
        return None if self.year is None or self.jday is None else instants.day_number(self.year, self.jday)


@dataclass(frozen=True)
class Layout:
    """`%n %s %l %c` codes, `%q` quality, `%Y %j` year and day of the year, `%H %M %S` time.

    `#` in the place of `%` marks what the first record of the file gives.
    """

    name: str
    pattern: str

    def path(self, nslc: Nslc, day: date) -> Path:
        """The day file of a stream, relative to the root. ValueError when the layout has no single one."""
        if not self.writable:
            raise ValueError(f"{self.name} does not name one file for one stream and day")
        return Path(self._filled(nslc, day))

    def read(self, path: PurePath) -> Name | None:
        """What the path (relative to the root) says, or None if it is no file of this layout."""
        found = self._expression.fullmatch(path.as_posix())
        if not found:
            return None
        part = found.groupdict()
        try:
            name = Name(self._stream(part), *(int(part[flag]) if part.get(flag) else None for flag in "Yj"))
            _ = name.day
        except ValueError:
            return None
        return name

    def files(self, root: Path, nslc: Nslc, start: int, end: int) -> Iterator[Path]:
        """Existing files that by their name may hold [start, end) of a stream, paths from the root on."""
        patterns = [self._filled(nslc, day) for day in instants.days(start, end)]
        for pattern in dict.fromkeys(patterns):
            yield from sorted(root.glob(pattern)) if "*" in pattern else _existing(root / pattern)

    @property
    def writable(self) -> bool:
        """Whether it names exactly one file for one stream and one UTC day."""
        return set(self._flags) == ONE_STREAM | ONE_DAY

    @cached_property
    def _flags(self) -> list[str]:
        return FLAG.findall(self.pattern)

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        seen: set[str] = set()
        text = re.split(r"([%#][nslcqYjHMS])", self.pattern)
        return re.compile("".join(_reading(piece, seen) for piece in text), re.ASCII)

    def _stream(self, part: dict[str, str]) -> Nslc | None:
        return Nslc(*(part[flag] for flag in "nslc")) if part.keys() >= ONE_STREAM else None

    def _filled(self, nslc: Nslc, day: date) -> str:
        """Flags that stream and day do not know become jokers."""
        known = dict(zip("nslc", (nslc.network, nslc.station, nslc.location, nslc.channel), strict=True))
        known |= {"Y": f"{day.year:04}", "j": f"{day.timetuple().tm_yday:03}"}
        return FLAG.sub(lambda flag: known.get(flag[1], "*"), self.pattern)


def _reading(piece: str, seen: set[str]) -> str:
    """The expression of one piece of a pattern; a flag that came before must say the same again."""
    if not FLAG.fullmatch(piece):
        return re.escape(piece)
    flag = piece[1]
    if flag in seen:
        return f"(?P={flag})"
    if "(?P<" in READS[flag]:
        seen.add(flag)
    return READS[flag]


def _existing(path: Path) -> list[Path]:
    return [path] if path.is_file() else []
