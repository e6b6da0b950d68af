"""One source asked once: within its limits, its health kept, the answer in a file."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from logging_core.shared.errors import BadInput
from monitoring.completion.sources import health, pieces, telling
from monitoring.completion.sources.models import Source
from monitoring.completion.sources.selection import Selection
from monitoring.completion.sources.sink import Sink
from monitoring.completion.sources.slots import Busy, slot
from monitoring.completion.stack.retry import Asked
from monitoring.logs.book import Book
from monitoring.web import rates
from monitoring.web.limits import Limits
from monitoring.web.trouble import Outcome, Trouble
from qualitycontrol.archive.formats.miniseed import Table

ANSWER = "answer.mseed"
BUSY_PAUSE = 60.0  # seconds
book = Book("stack")


@dataclass(frozen=True)
class Fetched:
    """How it ended, and where the data lie.

    `bytes` and `seconds` are those of the question, which may have been one for several requests: `told` says so.
    They are None where nothing was asked. `again`: the lines of other requests may be why it failed.
    """

    asked: Asked
    path: Path
    bytes: int | None = 0
    seconds: float | None = 0.0
    exit_code: int | None = None
    told: str = ""
    again: bool = False


def nothing(_problem: Trouble) -> bool:
    return False


def fetch(
    source: Source,
    selections: list[Selection],
    folder: Path,
    cancelled: Callable[[], bool],
    excused: Callable[[Trouble], bool] = nothing,
) -> Fetched:
    """Ask `source`; never raises for what is the source's own trouble. `folder` is empty.

    `excused` says which trouble does not count as a failure of the source.
    """
    path = folder / ANSWER
    pause = health.paused(source)
    if pause:
        return Fetched(_paused(f"{source.name} is paused after failures: {source.last_error}", pause), path)
    limits = Limits(settings.SOURCE_MAX_BYTES, settings.SOURCE_MAX_SECONDS, cancelled=cancelled)
    limits.niceness = source.niceness
    limits.take = rates.limit(f"source:{source.pk}", source.limit_rate)
    started = time.monotonic()
    code = None
    try:
        plugin = source.plugin
        with slot(source, limits), Sink(path, limits) as sink:
            try:
                plugin.fetch(selections, sink, _work(folder))
            finally:
                code = getattr(plugin, "exit_code", None)
        health.well(source)
        asked = Asked(Outcome.OK if sink.size else Outcome.NO_DATA, "" if sink.size else "no_data")
    except Busy:
        asked = _paused(f"{source.name} has no free connection", BUSY_PAUSE)
    except Trouble as problem:
        if not excused(problem):
            health.failed(source, problem)
        asked = Asked(problem.outcome, problem.reason, problem.message, problem.retry_after)
    except BadInput as problem:
        asked = Asked(Outcome.PERMANENT, "bad_parameters", problem.message)
    return Fetched(asked, path, limits.received, time.monotonic() - started, code)


def tell_unwanted(source: Source, table: Table, selections: list[Selection], request: int) -> None:
    """A line in the log about records that nobody asked for."""
    foreign = pieces.unwanted(table, selections)
    if foreign:
        told = ", ".join(f"{count} of {cause}" for cause, count in foreign.items())
        text = f"{source.name} sent records nobody asked for: {told}"
        telling.tell(book, source, logging.WARNING, text, request=request)


def _paused(message: str, seconds: float) -> Asked:
    return Asked(Outcome.TEMPORARY, "source_paused", message, seconds, paused=True)


def _work(folder: Path) -> Path:
    """A folder for the source itself, beside the answer."""
    work = folder / "work"
    work.mkdir()
    return work
