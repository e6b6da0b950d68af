"""The update, in order: window, sources, gaps, requests, the stack, statistics."""

import logging
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from logging_core.shared import clock
from logging_core.shared.announce import Actor
from logging_core.shared.errors import wrong
from monitoring.completion import archive as final
from monitoring.completion import automatic, requesting
from monitoring.completion.models import THE_ONE, AutomaticUpdate, Configuration
from monitoring.completion.queries import configured_streams
from monitoring.completion.sources import health, inventory
from monitoring.completion.stack.handing_out import hand_out
from monitoring.completion.window import Window, window
from monitoring.inventory.models import NSLC
from monitoring.logs.book import Book
from monitoring.statistics.actions import update_days
from monitoring.web.trouble import Cancelled
from qualitycontrol.archive import instants
from qualitycontrol.archive.spans import Span
from qualitycontrol.rules import check_operator

Tell = Callable[[str, int, int], None]
book = Book("update")


@dataclass
class Report:
    """What an update found and did. Times as text, UTC."""

    start: str
    end: str
    streams: int = 0
    sources: dict[str, bool] = field(default_factory=dict)
    gaps: int = 0
    gap_seconds: float = 0.0
    overlaps: int = 0
    requests: dict[str, int] = field(default_factory=dict)
    queued: int = 0
    statistics: int = 0
    seconds: float = 0.0
    dry_run: bool = False


def run(
    *,
    actor: Actor,
    by: Any,
    start_ns: int | None = None,
    end_ns: int | None = None,
    dry_run: bool = False,
    tell: Tell = automatic.progress,
) -> Report:
    """The update of the window of analysis, or of [start_ns, end_ns).

    Raises Conflict while another one runs. With `dry_run` sources are asked what they have, nothing is requested.
    """
    check_operator(by)
    configuration = Configuration.the()
    _ = configuration.final
    by_hand = start_ns is not None and end_ns is not None
    seen = None if by_hand else _window(configuration)
    span = (seen.start_ns, seen.end_ns) if seen else (start_ns or 0, end_ns or 0)
    if span[0] >= span[1]:
        raise wrong("endtime", "must be later than the start time")
    with automatic.alone(actor.name) as lost:
        work = Work(actor, configuration, span, dry_run, tell, lost)
        try:
            report = work.done()
        except BaseException as problem:
            _told(work.report, ok=False, problem=f"{type(problem).__name__}: {problem}")
            raise
        finally:
            if seen and not dry_run:
                automatic.schedule_next()
        _told(report, ok=True, covered_until=None if dry_run or seen is None else seen.end)
    return report


def _window(configuration: Configuration) -> Window:
    covered = AutomaticUpdate.the().covered_until
    return window(configuration.shape, clock.now(), covered, configuration.catch_up)


def _told(report: Report, *, ok: bool, problem: str = "", covered_until: datetime | None = None) -> None:
    """The last result, for those who look; and how far the archive is covered now."""
    told: dict[str, Any] = {"ok": ok, "result": asdict(report) | {"problem": problem}}
    if covered_until is not None:
        told["covered_until"] = covered_until
    AutomaticUpdate.objects.filter(pk=THE_ONE).update(**told)
    words = f"{report.start} to {report.end}: {report.gaps} gaps, {report.requests.get('new', 0)} new requests"
    book.add(logging.INFO if ok else logging.ERROR, problem or words)


class Work:
    """One update, step by step."""

    def __init__(
        self,
        actor: Actor,
        configuration: Configuration,
        span: Span,
        dry_run: bool,
        tell: Tell,
        lost: automatic.Lost,
    ) -> None:
        self.actor, self.configuration, self.span = actor, configuration, span
        self.archive = configuration.final
        self.streams: list[NSLC] = list(configured_streams(configuration))
        start, end = (instants.text(instant) for instant in span)
        self.report = Report(start, end, len(self.streams), dry_run=dry_run)
        self._tell, self._lost = tell, lost

    def done(self) -> Report:
        started = time.monotonic()
        self._ask_sources()
        gaps = self._look()
        if not self.report.dry_run:
            self._request(gaps)
            self._step("statistics", 0, 1)
            self.report.statistics = update_days(self.archive, self.streams, *self.span)
        self.report.seconds = round(time.monotonic() - started, 3)
        return self.report

    def _step(self, stage: str, done: int, total: int) -> None:
        if self._lost():
            raise Cancelled("the lock of the update was lost")
        self._tell(stage, done, total)

    def _ask_sources(self) -> None:
        sources = list(self.configuration.sources.all())
        for number, source in enumerate(sources):
            self._step(f"asking {source.name}"[:50], number, len(sources))
            online = health.check(source) and inventory.refresh(source, self.streams, *self.span)
            self.report.sources[source.name] = online

    def _look(self) -> requesting.Gaps:
        """Gaps and overlaps of the archive in the window."""

        def scanned(done: int, total: int) -> None:
            self._step("scanning the archive", done, total)

        final.rescan(self.actor, self.archive, self.streams, *self.span, progress=scanned)
        found = final.coverages(self.archive, self.streams, *self.span)
        self.report.gaps = sum(len(coverage.gaps) for coverage in found.values())
        self.report.gap_seconds = sum(coverage.gap_ns for coverage in found.values()) / instants.SECOND
        self.report.overlaps = sum(len(coverage.overlaps) for coverage in found.values())
        return {code: coverage.gaps for code, coverage in found.items()}

    def _request(self, gaps: requesting.Gaps) -> None:
        self._step("making requests", 0, 1)
        planned = requesting.plans(self.configuration, self.streams, gaps)
        made = requesting.make(self.actor, self.configuration, self.streams, planned)
        self.report.requests = asdict(made)
        self.report.queued = hand_out()
