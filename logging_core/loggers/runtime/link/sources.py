"""All spools there are: one of each logger, one with log lines, one with commands."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.runtime.link.source import Source, Target
from logging_core.loggers.runtime.link.targets import Lines, Values, insert_commands, insert_log
from logging_core.loggers.runtime.places import Places
from logging_core.loggers.runtime.spool.segments import known_identity

LOOK_EVERY = 1.0  # seconds


class Sources:
    """`publish` gets records after they were stored."""

    def __init__(self, places: Places, publish: Callable[[list[DASRecord]], None]) -> None:
        self._places = places
        self._publish = publish
        self._sources: dict[Path, Source] = {}
        self._targets: dict[Path, Target] = {}  # by folder; the one for all others is that of the spools
        self._looked = 0.0

    def all(self) -> list[Source]:
        return list(self._sources.values())

    def of_loggers(self) -> list[Source]:
        return [source for source in self.all() if source.folder.parent == self._places.spools]

    def attach(self, connection: Any) -> None:
        """Raises what the database raises when it is away."""
        self._targets = {
            self._places.spools: Values(connection, self._publish),
            self._places.log_spool: Lines(connection, insert_log),
            self._places.command_spool: Lines(connection, insert_commands),
        }
        for source in self.all():
            source.attach(self._target_of(source))

    def detach(self) -> None:
        self._targets = {}

    def look_around(self) -> None:
        """For spools that are new, or were deleted and made again."""
        now = time.monotonic()
        if now - self._looked < LOOK_EVERY:
            return
        self._looked = now
        for folder in self._folders():
            identity, known = known_identity(folder), self._sources.get(folder)
            if identity is not None and (known is None or known.identity != identity):
                source = Source(folder, identity)
                if self._targets:
                    source.attach(self._target_of(source))
                self._sources[folder] = source

    def _folders(self) -> list[Path]:
        own = [self._places.log_spool, self._places.command_spool]
        spools = self._places.spools
        return [*own, *(sorted(spools.iterdir()) if spools.is_dir() else [])]

    def _target_of(self, source: Source) -> Target:
        return self._targets.get(source.folder) or self._targets[self._places.spools]
