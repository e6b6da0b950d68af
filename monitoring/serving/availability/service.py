"""The two questions of the service: contiguous spans (`query`), first and last time (`extent`)."""

from django.http import HttpResponse

from monitoring.serving.availability import rows
from monitoring.serving.availability.columns import Shown
from monitoring.serving.availability.formats import WRITERS
from monitoring.serving.parameters import CODES, NODATA, TIMES, Parameter, count, flag, number, one_of, several_of
from monitoring.serving.question import Question
from monitoring.serving.selecting import held, windows
from monitoring.serving.service import Service
from monitoring.serving.timespans import OVERLAP, QUALITY, RATE, Timespan, timespans
from qualitycontrol.archive.instants import SECOND
from qualitycontrol.archive.models import Archive

ORDERS = (rows.NATURAL, rows.LATEST, rows.LATEST_DOWN)
EXTENT_ORDERS = (rows.NATURAL, rows.SPANS, rows.SPANS_DOWN, rows.LATEST, rows.LATEST_DOWN)
BOTH = ("query", "extent")
SERVICE = Service(
    "availability",
    "1.0.4",
    (
        *(Parameter(p.name, p.read, p.short, p.kind, p.default, queries=BOTH) for p in (*TIMES, *CODES)),
        Parameter("quality", several_of("D", "R", "Q", "M", "*"), default="*", queries=BOTH),
        Parameter("merge", several_of(QUALITY, RATE, OVERLAP), default="", queries=BOTH),
        Parameter("mergegaps", number, kind="xs:float"),
        Parameter("show", several_of("latestupdate"), default=""),
        Parameter("orderby", one_of(*ORDERS), default=rows.NATURAL, options=ORDERS),
        Parameter(
            "orderby", one_of(*EXTENT_ORDERS), default=rows.NATURAL, options=EXTENT_ORDERS, queries=("extent",)
        ),
        Parameter("limit", count, kind="xs:int", queries=BOTH),
        Parameter("includerestricted", flag, kind="xs:boolean", default="false", queries=BOTH),
        Parameter("format", one_of(*WRITERS), default="text", options=tuple(WRITERS), queries=BOTH),
        Parameter(NODATA.name, NODATA.read, kind=NODATA.kind, default="204", options=NODATA.options, queries=BOTH),
    ),
)


def query(archive: Archive, asked: Question) -> HttpResponse:
    return written(found(archive, asked), asked)


def found(archive: Archive, asked: Question) -> list[rows.Row]:
    """The contiguous spans that are asked for, in no order yet."""
    return rows.of_spans(_spans(archive, asked, round((asked.told["mergegaps"] or 0) * SECOND)))


def written(spans: list[rows.Row], asked: Question) -> HttpResponse:
    """Spans in the form and order that are asked for; without any, 204."""
    return _in_form(spans, Shown(*_columns(asked), updated="latestupdate" in asked.told["show"]), asked)


def extent(archive: Archive, asked: Question) -> HttpResponse:
    return _in_form(rows.of_extents(_spans(archive, asked, 0)), Shown(*_columns(asked), extent=True), asked)


def _spans(archive: Archive, asked: Question, bridge_ns: int) -> list[Timespan]:
    wanted = asked.told["quality"]
    pieces = held(archive, windows(archive, asked.lines), None if "*" in wanted else wanted)
    return timespans(pieces, asked.told["merge"], bridge_ns)


def _columns(asked: Question) -> tuple[bool, bool]:
    """Quality and rate are left out where they were merged."""
    return QUALITY not in asked.told["merge"], RATE not in asked.told["merge"]


def _in_form(found: list[rows.Row], shown: Shown, asked: Question) -> HttpResponse:
    if not found:
        return HttpResponse(status=204)
    told = asked.told
    return WRITERS[told["format"]](rows.in_order(found, told["orderby"], told["limit"]), shown)
