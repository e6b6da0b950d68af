"""Averages: of a station the mean of its channels, of a network the mean of its stations."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from monitoring.statistics.models import Stat
from qualitycontrol.archive.models import Archive

# Each channel counts once in its station, each station once in its network (mean), or each by the time in which it
# was expected (weighted). Channels outside their epochs (expected 0) are left out; a day without data counts as 0.
AVERAGES = """
WITH channel AS (
    SELECT s.nslc_id, n.station_id, sum(s.available_s) AS available, sum(s.expected_s) AS expected,
           sum(s.gap_seconds) AS gap, sum(s.sum_overlaps) AS overlap
    FROM monitoring_stat s JOIN monitoring_nslc n ON n.id = s.nslc_id
    WHERE s.archive_id = %(archive)s AND s.day >= %(start)s AND s.day < %(end)s AND s.expected_s > 0
    GROUP BY s.nslc_id, n.station_id
), station AS (
    SELECT station_id, avg(available / expected) AS mean, sum(available) AS available, sum(expected) AS expected,
           avg(gap) AS gap, avg(overlap) AS overlap, count(*) AS channels
    FROM channel GROUP BY station_id
)
SELECT w.name, {station}, avg(t.mean), sum(t.available) / sum(t.expected), avg(t.gap), avg(t.overlap),
       sum(t.channels)
FROM station t JOIN monitoring_station p ON p.id = t.station_id JOIN monitoring_network w ON w.id = p.network_id
GROUP BY w.name, {group} ORDER BY w.name, {group}
"""


@dataclass(frozen=True)
class Average:
    """`mean` and `weighted` are 0..1; `gap_s` and `overlap_s` are means of a channel over the whole range."""

    network: str
    station: str
    mean: float
    weighted: float
    gap_s: float
    overlap_s: float
    channels: int


def station_averages(archive: Archive, start: date, end: date) -> list[Average]:
    """One row a station for the days [start, end)."""
    return _averages(archive, start, end, AVERAGES.format(station="p.name", group="p.name"))


def network_averages(archive: Archive, start: date, end: date) -> list[Average]:
    """One row a network."""
    return _averages(archive, start, end, AVERAGES.format(station="''", group="w.name"))


def _averages(archive: Archive, start: date, end: date, statement: str) -> list[Average]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"archive": archive.pk, "start": start, "end": end})
        return [Average(*row) for row in cursor.fetchall()]


def days(archive: Archive, code: str, start: date, end: date) -> QuerySet[Stat]:
    """The daily rows of one stream in [start, end), latest first."""
    rows = Stat.objects.filter(archive=archive, nslc__code=code, day__gte=start, day__lt=end)
    return rows.select_related("nslc").order_by("-day")
