"""Running one request: its sources by priority, each asked only for what is still missing, until nothing is."""

import logging
from collections.abc import Callable
from functools import partial

from logging_core.shared import clock
from monitoring.completion import archive as final
from monitoring.completion.models import Configuration
from monitoring.completion.sources import inventory, pieces, telling
from monitoring.completion.sources.selection import Selection, batches
from monitoring.completion.stack import places, transitions
from monitoring.completion.stack.fetching import Fetched, fetch
from monitoring.completion.stack.leases import beating
from monitoring.completion.stack.models import Request, RequestSource
from monitoring.completion.stack.planning import joined
from monitoring.completion.stack.retry import Asked, Try, Verdict, judge
from monitoring.completion.stack.states import State
from monitoring.completion.window import window
from monitoring.inventory.queries import streams
from monitoring.logs.book import Book
from monitoring.statistics.actions import update_days
from monitoring.web.trouble import Cancelled, Outcome, Trouble
from qualitycontrol.archive import instants
from qualitycontrol.archive.formats.miniseed import Table
from qualitycontrol.archive.safe_files import Refused
from qualitycontrol.archive.spans import Span, length, without

Missing = dict[str, list[Span]]
book = Book("stack")


def run(pk: int, worker: str) -> State | None:
    """One try of a request. None when it was not to be had, or when its lease was lost on the way."""
    request = transitions.claim(pk, worker)
    if request is None:
        return None
    configuration = Configuration.the()
    with beating(partial(transitions.heartbeat, pk, worker)) as lost:
        attempt = Attempt(request, worker, configuration, lost)
        try:
            verdict = attempt.made()
        except Cancelled:
            return None
        except Exception as problem:
            verdict = _defect(request, configuration, problem)
        finally:
            attempt.measure()
    return _ended(request, worker, configuration, verdict)


def _defect(request: Request, configuration: Configuration, problem: Exception) -> Verdict:
    """Nobody foresaw it: told with its trace, and tried again like any other failure."""
    book.add(logging.ERROR, f"request {request.pk}: {problem}", request=request.pk, problem=problem)
    asked = (Asked(Outcome.TEMPORARY, "defect", f"{type(problem).__name__}: {problem}"),)
    this = Try(clock.now(), request.created_at, request.failures, True, False, False, asked)
    return judge(configuration.policy, this)


def _ended(request: Request, worker: str, configuration: Configuration, verdict: Verdict) -> State | None:
    if not transitions.release(request.pk, worker, verdict):
        return None
    level = logging.INFO if verdict.state in (State.SUCCEEDED, State.RETRY_WAIT) else logging.WARNING
    told = f"request {request.pk} ({request.label}): {verdict.state}, {verdict.reason} {verdict.message}"
    book.add(level, told.strip(), request=request.pk)
    if not configuration.debug_mode:
        places.remove(request.pk)
        if verdict.state is State.SUCCEEDED:
            Request.objects.filter(pk=request.pk, state=State.SUCCEEDED).delete()
    return verdict.state


class Attempt:
    """One try: what is missing shrinks from source to source."""

    def __init__(
        self, request: Request, worker: str, configuration: Configuration, cancelled: Callable[[], bool]
    ) -> None:
        self.request = request
        self.configuration = configuration
        self._worker = worker
        self._cancelled = cancelled
        codes = request.gaps.values_list("nslc__code", flat=True)
        self.streams = {stream.code: stream for stream in streams().filter(code__in=set(codes))}
        self.missing: Missing = {}
        self._patched: set[str] = set()

    def made(self) -> Verdict:
        self._stage("looking at the archive")
        self.missing = self._wanted()
        asked = []
        for row in self.request.sources.select_related("source"):
            if not self._open:
                break
            asked.append(self._ask(row))
        self._stage("")
        return judge(self.configuration.policy, self._told(asked))

    @property
    def _open(self) -> bool:
        return any(self.missing.values())

    def _told(self, asked: list[Asked]) -> Try:
        now = clock.now()
        in_window = self.request.end_ns > window(self.configuration.shape, now).start_ns
        request = self.request
        return Try(
            now, request.created_at, request.failures, in_window, request.filled, not self._open, tuple(asked)
        )

    def _wanted(self) -> Missing:
        """Everything when it is to be replaced, else what the archive has not."""
        span = (self.request.start_ns, self.request.end_ns)
        if self.request.force:
            return final.open_time(self.streams.values(), *span)
        return final.missing(self.request.archive, self.streams.values(), *span)

    # --- one source ---------------------------------------------------------------------------------------

    def _ask(self, row: RequestSource) -> Asked:
        if row.outcome == Outcome.PERMANENT:
            return Asked(Outcome.PERMANENT, row.reason, row.message)
        selections = self._selections(row)
        if not selections:
            return self._keep(row, Asked(Outcome.NO_DATA, "not_available", "it said that it has nothing of this"))
        self._stage(f"asking {row.source.name}")
        asked = Asked(Outcome.NO_DATA)
        for number, batch in enumerate(batches(selections, row.source.plugin.CAPABILITIES.channel_days)):
            asked = self._batch(row, batch, number)
            if asked.outcome not in (Outcome.OK, Outcome.NO_DATA):
                break
        return self._keep(row, asked)

    def _selections(self, row: RequestSource) -> list[Selection]:
        """What is missing and the source may have, a second more on both sides; many small ones become one."""
        wanted = []
        for code, spans in self.missing.items():
            for start, end in joined(spans, instants.SECOND, self.configuration.max_gaps_by_analysis):
                if not inventory.says_nothing(row.source, self.streams[code], start, end):
                    wanted.append(Selection(self.streams[code].stream, start, end).wider())
        return wanted

    def _batch(self, row: RequestSource, batch: list[Selection], number: int) -> Asked:
        folder = places.fresh(self.request.pk, row.source.name.upper(), str(number))
        got = fetch(row.source, batch, folder, self._cancelled)
        asked = got.asked
        if asked.outcome is Outcome.OK:
            asked = self._take(row, batch, got)
        self._note(row, got, asked)
        return asked

    def _take(self, row: RequestSource, batch: list[Selection], got: Fetched) -> Asked:
        """Patch what came into the archive."""
        try:
            with pieces.opened(got.path) as table:
                foreign = pieces.unwanted(table, batch)
                if foreign:
                    told = ", ".join(f"{count} of {cause}" for cause, count in foreign.items())
                    text = f"{row.source.name} sent records nobody asked for: {told}"
                    telling.tell(book, row.source, logging.WARNING, text, request=self.request.pk)
                for stream in {one.stream: None for one in batch}:
                    self._patch(row, str(stream), table, batch)
        except Trouble as problem:
            return Asked(problem.outcome, problem.reason, problem.message)
        except (Refused, OSError) as problem:
            return Asked(Outcome.TEMPORARY, "not_accepted", f"the archive was not changed: {problem}")
        return Asked(Outcome.OK) if got.bytes else Asked(Outcome.NO_DATA)

    def _patch(self, row: RequestSource, code: str, table: Table, batch: list[Selection]) -> None:
        if self._cancelled():
            raise Cancelled
        stream = self.streams[code]
        came = pieces.spans_of(table, stream.stream)
        for one in batch:
            if one.stream == stream.stream:
                inventory.corrected(row.source, stream, (one.start_ns, one.end_ns), came)
        if not came:
            return
        self._stage(f"patching {code}")
        filled = final.patch(self.request, row.source, stream, table, self.missing[code], self.configuration)
        self._patched.add(code)
        before = length(self.missing[code])
        if self.request.force:
            self.missing[code] = without(self.missing[code], filled)
        else:
            span = (self.request.start_ns, self.request.end_ns)
            self.missing[code] = final.missing(self.request.archive, [stream], *span)[code]
        if length(self.missing[code]) < before and not self.request.filled:
            self.request.filled = True
            self.request.save(update_fields=["filled"])

    def measure(self) -> None:
        """The statistics of the days that were patched, also when the try broke off."""
        if self._patched:
            self._stage("statistics")
            streams = [self.streams[code] for code in sorted(self._patched)]
            update_days(self.request.archive, streams, self.request.start_ns, self.request.end_ns)

    # --- telling ------------------------------------------------------------------------------------------

    def _keep(self, row: RequestSource, asked: Asked) -> Asked:
        """A pause is no answer: what the source said before stays."""
        if not asked.paused:
            row.outcome, row.reason, row.message = asked.outcome, asked.reason, asked.message[:1000]
            row.asked_at = clock.now()
            row.save()
        return asked

    def _note(self, row: RequestSource, got: Fetched, asked: Asked) -> None:
        transitions.note(
            self.request,
            source=row.source.name,
            outcome=asked.outcome,
            reason=asked.reason,
            message=asked.message[:1000],
            exit_code=got.exit_code,
            bytes=got.bytes,
            seconds=round(got.seconds, 3),
        )

    def _stage(self, text: str) -> None:
        transitions.stage(self.request.pk, self._worker, text)
