"""One try of a request: its sources by priority, each asked only for what is still missing, until nothing is."""

from collections.abc import Callable

from logging_core.shared import clock
from monitoring.completion import archive as final
from monitoring.completion.models import Configuration
from monitoring.completion.sources import inventory, pieces
from monitoring.completion.sources.selection import Selection
from monitoring.completion.stack import companions, transitions, wanted
from monitoring.completion.stack.answers import answers
from monitoring.completion.stack.fetching import Fetched, tell_unwanted
from monitoring.completion.stack.models import Request, RequestSource
from monitoring.completion.stack.retry import Asked, Try, Verdict, judge
from monitoring.completion.window import window
from monitoring.statistics.actions import update_days
from monitoring.web.trouble import Cancelled, Outcome, Trouble
from qualitycontrol.archive.formats.miniseed import Table
from qualitycontrol.archive.safe_files import Refused
from qualitycontrol.archive.spans import length, without


class Attempt:
    """One try: what is missing shrinks from source to source."""

    def __init__(
        self, request: Request, worker: str, configuration: Configuration, cancelled: Callable[[], bool]
    ) -> None:
        self.request = request
        self.configuration = configuration
        self._most_gaps = configuration.max_gaps_by_analysis
        self._worker = worker
        self._cancelled = cancelled
        self.streams = wanted.streams(request)
        self.missing: wanted.Missing = {}
        self._patched: set[str] = set()

    def made(self) -> Verdict:
        companions.let_go(self.request)  # a worker that died may have left them marked
        self._stage("looking at the archive")
        self.missing = wanted.missing(self.request, self.streams)
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

    # --- one source ---------------------------------------------------------------------------------------

    def _ask(self, row: RequestSource) -> Asked:
        if row.outcome == Outcome.PERMANENT:
            return Asked(Outcome.PERMANENT, row.reason, row.message)
        selections = wanted.selections(row.source, self.streams, self.missing, self._most_gaps)
        if not selections:
            return self._keep(row, Asked(Outcome.NO_DATA, "not_available", "it said that it has nothing of this"))
        self._stage(f"asking {row.source.name}")
        asked = Asked(Outcome.NO_DATA)
        for batch, got in answers(row, selections, self._most_gaps, self._cancelled):
            asked = self._taken(row, batch, got)
            if asked.outcome not in (Outcome.OK, Outcome.NO_DATA) and not got.again:
                break
        return self._keep(row, asked)

    def _taken(self, row: RequestSource, batch: list[Selection], got: Fetched) -> Asked:
        asked = self._take(row, batch, got) if got.asked.outcome is Outcome.OK else got.asked
        self._note(row, got, asked)
        return asked

    def _take(self, row: RequestSource, batch: list[Selection], got: Fetched) -> Asked:
        """Patch what came into the archive."""
        try:
            with pieces.opened(got.path) as table:
                tell_unwanted(row.source, table, batch, self.request.pk)
                for stream in {one.stream: None for one in batch}:
                    self._patch(row, str(stream), table, batch)
        except Trouble as problem:
            return Asked(problem.outcome, problem.reason, problem.message)
        except (Refused, OSError) as problem:
            return Asked(Outcome.TEMPORARY, "not_accepted", f"the archive was not changed: {problem}")
        return got.asked

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
            row.alone = row.alone and asked.outcome not in (Outcome.OK, Outcome.NO_DATA)
            row.save(update_fields=["outcome", "reason", "message", "asked_at", "alone"])
        return asked

    def _note(self, row: RequestSource, got: Fetched, asked: Asked) -> None:
        transitions.note(
            self.request,
            source=row.source.name,
            outcome=asked.outcome,
            reason=asked.reason,
            message=": ".join(filter(None, (got.told, asked.message)))[:1000],
            exit_code=got.exit_code,
            bytes=got.bytes,
            seconds=None if got.seconds is None else round(got.seconds, 3),
        )

    def _stage(self, text: str) -> None:
        transitions.stage(self.request.pk, self._worker, text)
