"""Streams for pages and scripts: list, latest values, history, table, CSV, description."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import StreamingHttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from logging_core.shared import clock
from logging_core.shared.errors import NotFound, wrong
from logging_core.shared.http import PageEndpoint, actor_of, body_of, person_of
from logging_core.shared.paging import LARGEST_PAGE, page, whole_number
from logging_core.shared.permissions import READ_LOGGERS, WRITE_LOGGERS
from logging_core.streams import actions, history
from logging_core.streams.models import Stream

MOST_NAMES = 500
LONGEST_SEARCH = 200


class Streams(PageEndpoint):
    """A page of streams with their latest values; `search` looks into name, label and device."""

    scopes = {"GET": READ_LOGGERS}

    def get(self, request: Request) -> Response:
        params = request.query_params
        offset = whole_number(params, "offset", 0, least=0, most=1_000_000)
        limit = whole_number(params, "limit", LARGEST_PAGE, least=1, most=LARGEST_PAGE)
        found = page(Stream.objects.matching(_text(params, "search")), offset, limit)
        return Response({"results": [shown(stream) for stream in found.rows], "has_more": found.has_more})


class Latest(PageEndpoint):
    """`?fields=a,b`: the latest value of each, null for those that have none."""

    scopes = {"GET": READ_LOGGERS}

    def get(self, request: Request) -> Response:
        names = [name for name in request.query_params.get("fields", "").split(",") if name]
        if not 0 < len(names) <= MOST_NAMES:
            raise wrong("fields", f"must name 1 to {MOST_NAMES} fields, separated by commas")
        found = {s.name: shown(s)["latest"] for s in Stream.objects.named(n for n in names if "\x00" not in n)}
        return Response({name: found.get(name) for name in names})


class OneStream(PageEndpoint):
    """One stream; label, unit and description can be changed."""

    scopes = {"GET": READ_LOGGERS, "PATCH": WRITE_LOGGERS}

    def get(self, request: Request, id: int) -> Response:
        return Response(shown(stream_or_404(id)))

    def patch(self, request: Request, id: int) -> Response:
        words = body_of(request)
        by = person_of(request)
        return Response(actions.describe_stream(actor=actor_of(request), by=by, id=id, words=words).record())


class History(PageEndpoint):
    """`?since&until&points`: the numbers of a span in at most `points` points, as columns.

    `t` is Unix seconds; with more samples than points, each row is a part of `width` seconds around `t` with the
    least, the greatest and the mean of its samples. Without `since` the last hour.
    """

    scopes = {"GET": READ_LOGGERS}

    def get(self, request: Request, id: int) -> Response:
        stream = stream_or_404(id)
        since, until = span(request.query_params)
        points = whole_number(request.query_params, "points", 2000, least=2, most=history.MOST_POINTS)
        found = history.series(stream, since, until, points)
        return Response(
            {
                "stream": stream.record(),
                "since": clock.iso(since),
                "until": clock.iso(until),
                "width": found.width,
                "t": found.at,
                "min": found.least,
                "max": found.greatest,
                "mean": found.mean,
                "count": found.count,
            }
        )


class Samples(PageEndpoint):
    """`?since&until&limit`: single samples, newest first; texts, too."""

    scopes = {"GET": READ_LOGGERS}

    def get(self, request: Request, id: int) -> Response:
        stream = stream_or_404(id)
        since, until = span(request.query_params)
        limit = whole_number(request.query_params, "limit", 100, least=1, most=LARGEST_PAGE)
        rows = history.newest_first(stream, since, until, limit + 1)
        samples = [{"at": to_microsecond(at), "value": value} for at, value in rows[:limit]]
        return Response({"results": samples, "has_more": len(rows) > limit})


class Csv(PageEndpoint):
    """`?since&until`: every sample of a span, oldest first, as it is read from the database."""

    scopes = {"GET": READ_LOGGERS}

    def get(self, request: Request, id: int) -> StreamingHttpResponse:
        stream = stream_or_404(id)
        since, until = span(request.query_params)
        answer = StreamingHttpResponse(_lines(stream, since, until), content_type="text/csv; charset=utf-8")
        name = "".join(letter if letter.isalnum() or letter in "._-" else "_" for letter in stream.name)
        stamp = f"{since:%Y%m%dT%H%M%S}_{until:%Y%m%dT%H%M%S}"
        answer["Content-Disposition"] = (
            f'attachment; filename="{name.encode("ascii", "replace").decode()}_{stamp}.csv"'
        )
        return answer


class _Line:
    """The csv module writes into it; what was written is the line."""

    @staticmethod
    def write(text: str) -> str:
        return text


def _lines(stream: Stream, since: datetime, until: datetime) -> Iterator[str]:
    write = csv.writer(_Line(), lineterminator="\n").writerow
    yield write(["time", stream.name])
    buffer: list[str] = []
    for at, value in history.each(stream, since, until):
        buffer.append(write([to_microsecond(at), _harmless(value)]))
        if len(buffer) == 1000:
            yield "".join(buffer)
            buffer.clear()
    yield "".join(buffer)


def _harmless(value: float | str) -> float | str:
    """A text that a spreadsheet would take for a formula gets an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value


def shown(stream: Stream) -> dict[str, Any]:
    latest = getattr(stream, "latest", None)
    return stream.record() | {
        "latest": latest
        and {
            "at": to_microsecond(latest.at),
            "timestamp": latest.at.timestamp(),
            "value": latest.text if latest.number is None else latest.number,
        }
    }


def stream_or_404(id: int) -> Stream:
    stream = Stream.objects.select_related("latest").filter(id=id).first()
    if stream is None:
        raise NotFound("There is no such stream.")
    return stream


def span(params: Any) -> tuple[datetime, datetime]:
    """`since` and `until`; until now and from an hour before, unless said otherwise."""
    until = _time(params, "until") or clock.now() + timedelta(seconds=1)
    since = _time(params, "since") or until - timedelta(hours=1)
    if since >= until:
        raise wrong("since", "must be before until")
    return since, until


def to_microsecond(at: datetime) -> str:
    """Times of samples are exact, unlike those of events."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _time(params: Any, name: str) -> datetime | None:
    if not params.get(name):
        return None
    try:
        moment = clock.parse(params[name])
    except ValueError as problem:
        raise wrong(name, str(problem)) from problem
    if moment < clock.EPOCH + timedelta(days=1):
        raise wrong(name, "must be after 1970-01-01")
    return moment


def _text(params: Any, name: str) -> str:
    text = str(params.get(name, ""))
    if "\x00" in text or len(text) > LONGEST_SEARCH:
        raise wrong(name, f"must be a text of at most {LONGEST_SEARCH} characters")
    return text.strip()
