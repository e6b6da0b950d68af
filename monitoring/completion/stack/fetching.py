"""One source asked once: within its limits, its health kept, the answer in a file."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from logging_core.shared.errors import BadInput
from monitoring.completion.sources import health
from monitoring.completion.sources.models import Source
from monitoring.completion.sources.selection import Selection
from monitoring.completion.sources.sink import Sink
from monitoring.completion.sources.slots import Busy, slot
from monitoring.completion.stack.retry import Asked
from monitoring.web import rates
from monitoring.web.limits import Limits
from monitoring.web.trouble import Outcome, Trouble

ANSWER = "answer.mseed"
BUSY_PAUSE = 60.0  # seconds


@dataclass(frozen=True)
class Fetched:
    """How it ended, and where the data lie."""

    asked: Asked
    path: Path
    bytes: int = 0
    seconds: float = 0.0
    exit_code: int | None = None


def fetch(source: Source, selections: list[Selection], folder: Path, cancelled: Callable[[], bool]) -> Fetched:
    """Ask `source`; never raises for what is the source's own trouble. `folder` is empty."""
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
        health.failed(source, problem)
        asked = Asked(problem.outcome, problem.reason, problem.message, problem.retry_after)
    except BadInput as problem:
        asked = Asked(Outcome.PERMANENT, "bad_parameters", problem.message)
    return Fetched(asked, path, limits.received, time.monotonic() - started, code)


def _paused(message: str, seconds: float) -> Asked:
    return Asked(Outcome.TEMPORARY, "source_paused", message, seconds, paused=True)


def _work(folder: Path) -> Path:
    """A folder for the source itself, beside the answer."""
    work = folder / "work"
    work.mkdir()
    return work
