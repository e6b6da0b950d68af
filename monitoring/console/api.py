"""JSON endpoints of home and update pages: overview, automatic update, window, gaps, log, statistics."""

from datetime import timedelta

from rest_framework.request import Request
from rest_framework.response import Response

from logging_core.shared import clock
from logging_core.shared.errors import wrong
from logging_core.shared.http import actor_of, body_of, person_of
from logging_core.shared.paging import whole_number
from monitoring.completion import actions, automatic
from monitoring.completion import archive as final
from monitoring.completion.models import AutomaticUpdate, Configuration
from monitoring.completion.queries import configured_streams
from monitoring.completion.window import Shape, window
from monitoring.console import inputs, shapes, working
from monitoring.console.endpoint import LOOK, READ, WRITE, ArchiveEndpoint
from monitoring.inventory.queries import matching
from monitoring.logs import queries as logs
from monitoring.logs.models import LOGGERS
from monitoring.statistics import queries as statistics
from monitoring.statistics.models import Stat
from qualitycontrol.archive import instants

MOST_GAPS = 500
LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}
LONGEST = timedelta(days=3660)


class Overview(ArchiveEndpoint):
    scopes = LOOK

    def get(self, request: Request) -> Response:
        return self.overview(request)


class Worker(ArchiveEndpoint):
    """Whether a worker of the archive answers; takes a second."""

    scopes = LOOK

    def get(self, request: Request) -> Response:
        return Response({"answers": working.worker_answers()})


class Automatic(ArchiveEndpoint):
    """`{"on": true}` starts the automatic update, false stops it."""

    scopes = {"PUT": WRITE}

    def put(self, request: Request) -> Response:
        on = inputs.flag(body_of(request), "on")
        automatic.switch(actor=actor_of(request), by=person_of(request), on=on)
        return self.overview(request)


class Update(ArchiveEndpoint):
    """Starts an update now; with `dry_run` sources are asked what they have, and nothing is requested."""

    scopes = {"POST": WRITE}

    def post(self, request: Request) -> Response:
        dry_run = inputs.flag(body_of(request), "dry_run")
        working.start_update(actor=actor_of(request), by=person_of(request), dry_run=dry_run)
        return Response({"started": True}, status=202)


class Window(ArchiveEndpoint):
    """The window and its time line: as it is, as it would be with the values in the address, or changed."""

    scopes = {"GET": READ, "PUT": WRITE}

    def get(self, request: Request) -> Response:
        told = inputs.shape(request.query_params)
        row = Configuration.the()
        for name, value in told.items():
            setattr(row, name, value)
        return Response(shapes.window(_good(row.shape)))

    def put(self, request: Request) -> Response:
        told = inputs.shape(body_of(request))
        row = actions.configure(actor=actor_of(request), by=person_of(request), told=told)
        return Response(shapes.window(row.shape))


def _good(shape: Shape) -> Shape:
    """The same rules as the model's; a time line must not run backwards."""
    if shape.frequency < 1:
        raise wrong("f_analysis", "must be at least 1")
    if shape.length < shape.frequency:
        raise wrong("w_analysis", "must be at least as long as the frequency")
    return shape


class Gaps(ArchiveEndpoint):
    """Gaps of the configured archive between `start` and `end` (else in the window), of streams like `nslc`."""

    scopes = LOOK

    def get(self, request: Request) -> Response:
        asked, row = request.query_params, Configuration.the()
        if row.archive is None:
            return Response({"results": [], "total": 0, "more": False})
        if asked.get("start") or asked.get("end"):
            span = inputs.span(asked)
        else:
            seen = window(row.shape, clock.now(), AutomaticUpdate.the().covered_until, row.catch_up)
            span = (seen.start_ns, seen.end_ns)
        if span[1] - span[0] > LONGEST.total_seconds() * instants.SECOND:
            raise wrong("end", "must be at most ten years after the start")
        streams = list(configured_streams(row))
        if asked.get("nslc"):
            chosen = {stream.code for stream in matching(inputs.patterns(asked["nslc"], "nslc"))}
            streams = [stream for stream in streams if stream.code in chosen]
        found = final.coverages(row.archive, streams, *span)
        gaps = sorted((start, end, code) for code, told in found.items() for start, end in told.gaps)
        rows = [_gap(*gap) for gap in gaps[:MOST_GAPS]]
        overlaps = sum(len(told.overlaps) for told in found.values())
        told = {"results": rows, "total": len(gaps), "more": len(gaps) > MOST_GAPS, "overlaps": overlaps}
        return Response(
            told | {"start": shapes.when(span[0]), "end": shapes.when(span[1]), "streams": len(streams)}
        )


def _gap(start: int, end: int, code: str) -> dict[str, object]:
    seconds = (end - start) / instants.SECOND
    return {"nslc": code, "start": shapes.when(start), "end": shapes.when(end), "seconds": seconds}


class Log(ArchiveEndpoint):
    """The last lines of each logger, or with `logger` or `level` the last hundred that fit."""

    scopes = LOOK

    def get(self, request: Request) -> Response:
        logger, level = request.query_params.get("logger", ""), request.query_params.get("level", "")
        if logger and logger not in LOGGERS:
            raise wrong("logger", f"must be one of {', '.join(LOGGERS)}")
        if level and level not in LEVELS:
            raise wrong("level", f"must be one of {', '.join(LEVELS)}")
        lines = logs.latest(logger, LEVELS.get(level, 0))[:100] if logger or level else logs.last_actions()
        return Response({"results": [shapes.log_line(line) for line in lines], "loggers": LOGGERS})


class Statistics(ArchiveEndpoint):
    """Days of streams like `nslc` from `start` to `end` (days, the last one included), averages of stations."""

    scopes = {"GET": READ, "POST": WRITE}

    def get(self, request: Request) -> Response:
        asked, archive = request.query_params, Configuration.the().archive
        today = clock.now().date()
        start = inputs.day(asked, "start", today - timedelta(days=30))
        end = inputs.day(asked, "end", today) + timedelta(days=1)
        if end <= start or end - start > LONGEST:
            raise wrong("end", "must not be before the start, and at most ten years after it")
        limit = whole_number(asked, "limit", 200, least=1, most=1000)
        offset = whole_number(asked, "offset", 0, least=0, most=10_000_000)
        rows = Stat.objects.filter(archive=archive, day__gte=start, day__lt=end).select_related("nslc")
        if asked.get("nslc"):
            rows = rows.filter(nslc__in=matching(inputs.patterns(asked["nslc"], "nslc")))
        if asked.get("imperfect") == "true":
            rows = rows.exclude(num_gaps=0, num_overlaps=0)
        found = list(rows.order_by("-day", "nslc__code")[offset : offset + limit + 1])
        averages = statistics.station_averages(archive, start, end) if archive and not offset else []
        return Response(
            {
                "results": [shapes.day(row) for row in found[:limit]],
                "has_more": len(found) > limit,
                "stations": [vars(one) for one in averages],
            }
        )

    def post(self, request: Request) -> Response:
        working.update_statistics(actor=actor_of(request), by=person_of(request))
        return Response({"started": True}, status=202)
