"""What an export is made of: each step makes one file, or one folder of copies."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from logging_core.exchange.as_sealog import shapes
from logging_core.exchange.as_sealog.shapes import Json
from logging_core.exchange.json_records import BrokenFile, located_values
from logging_core.exchange.package import contents, files
from logging_core.voyages.models import Voyage

Tick = Callable[[], None]
Source = Callable[[Voyage], Iterator[Json]]
Form = Callable[[Iterator[Json]], Iterator[str]]
RECORDS_A_TICK = 1000
MOST_TOLD = 20


@dataclass
class Step:
    """`about` says what the file is to somebody who has nothing but the file."""

    what: str
    path: Path
    about: str
    records: int | None = field(default=None, init=False)  # how many were written; None where none are counted

    def run(self, tick: Tick) -> None:
        """Make it; `tick` is called again and again and may end the whole export by an exception."""
        raise NotImplementedError

    def made(self) -> list[Path]:
        """The files there are after it has run."""
        return [self.path] if self.path.exists() else []


@dataclass
class RecordFile(Step):
    """One cruise or lowering."""

    voyage: Voyage

    def run(self, tick: Tick) -> None:
        files.write(self.path, contents.as_object(shapes.voyage(self.voyage)))
        self.records = 1


@dataclass
class ListFile(Step):
    """Many records of one kind."""

    voyage: Voyage
    source: Source
    form: Form

    def run(self, tick: Tick) -> None:
        self.records = 0
        files.write(self.path, self.form(self._counted(tick)))

    def _counted(self, tick: Tick) -> Iterator[Json]:
        for number, record in enumerate(self.source(self.voyage), start=1):
            self.records = number
            if number % RECORDS_A_TICK == 0:
                tick()
            yield record


@dataclass
class FirstListFile(ListFile):
    """As the records were at the first export; what they became later is the business of other dives."""

    def run(self, tick: Tick) -> None:
        if self.path.exists() and self.path.stat().st_size > 0:
            with suppress(BrokenFile):  # it stays as somebody left it
                self.records = sum(1 for _ in located_values(self.path))
        else:
            super().run(tick)


@dataclass
class TextFile(Step):
    """Anything else that is made of text."""

    parts: Callable[[], Iterator[str]]

    def run(self, tick: Tick) -> None:
        files.write(self.path, self.parts())


@dataclass
class Copies(Step):
    """A folder that holds exactly the wanted files (name -> source) that are there; `tell` hears of the others."""

    wanted: Callable[[], dict[str, Path]]
    tell: Callable[[str], None]
    absent: int = field(default=0, init=False)

    def run(self, tick: Tick) -> None:
        wanted = self.wanted()
        present = {name: source for name, source in wanted.items() if source.is_file()}
        self.absent = len(wanted) - len(present)
        for name in islice((name for name in wanted if name not in present), MOST_TOLD):
            self.tell(f"{name} is not there")
        if self.absent > MOST_TOLD:
            self.tell(f"and {self.absent - MOST_TOLD} more are not there")
        files.mirror(self.path, present, tick)

    def made(self) -> list[Path]:
        return list(files.files_in(self.path).values())
