"""FDSN station 1: the channels that are known here, by network, station or channel, as text or StationXML.

Of coordinates and responses nothing is known yet: the text has empty fields, and StationXML, which demands
coordinates, is refused below the level of networks instead of placing stations where they are not.
"""

from dataclasses import dataclass

from django.db.models import Max, Min
from django.http import HttpResponse

from logging_core.shared.errors import wrong
from monitoring.completion.models import Configuration
from monitoring.inventory.models import Epoch
from monitoring.inventory.queries import FOREVER
from monitoring.serving import stationxml
from monitoring.serving.parameters import CODES, NODATA, TIMES, Parameter, flag, one_of, when
from monitoring.serving.question import Question
from monitoring.serving.service import Service
from qualitycontrol.archive.models import Archive
from qualitycontrol.archive.nslc import Nslc

NETWORK, STATION, CHANNEL = "network", "station", "channel"
PLAIN = "text/plain; charset=utf-8"
SERVICE = Service(
    "station",
    "1.1.1",
    (
        *TIMES,
        *(
            Parameter(name, when, kind="xs:dateTime")
            for name in ("startbefore", "startafter", "endbefore", "endafter")
        ),
        *CODES,
        Parameter(
            "level", one_of(NETWORK, STATION, CHANNEL), default=STATION, options=(NETWORK, STATION, CHANNEL)
        ),
        Parameter("includerestricted", flag, kind="xs:boolean", default="true"),
        Parameter("format", one_of("xml", "text"), default="xml", options=("xml", "text")),
        NODATA,
    ),
)


@dataclass(frozen=True)
class Open:
    """One time in which a channel was open; `end_ns` None: still is."""

    stream: Nslc
    start_ns: int
    end_ns: int | None
    rate: float | None


def query(archive: Archive, asked: Question) -> HttpResponse:
    found = [one for one in channels(archive) if _wanted(one, asked)]
    if not found:
        return HttpResponse(status=204)
    level = asked.told["level"]
    if asked.told["format"] == "xml":
        return _as_xml(found, level)
    return HttpResponse("\n".join(TEXTS[level](found)) + "\n", content_type=PLAIN)


def _as_xml(found: list[Open], level: str) -> HttpResponse:
    if level != NETWORK:
        raise wrong("format", "xml needs coordinates, which are not known here; ask with format=text")
    return HttpResponse(stationxml.written(found), content_type="application/xml")


def channels(archive: Archive) -> list[Open]:
    """Streams the archive holds, by the epochs of the inventory, else from their first sample on.

    Of the archive that is completed here also those the inventory knows and the archive lacks.
    """
    rows = archive.segments.order_by().values_list("nslc").annotate(Min("start_ns"), Max("rate_hz"))
    held = {code: (start, rate) for code, start, rate in rows}
    epochs = Epoch.objects.values_list("nslc__code", "start_ns", "end_ns", "sample_rate")
    if not Configuration.objects.filter(archive=archive).exists():
        epochs = epochs.filter(nslc__code__in=list(held))
    known = [Open(Nslc.parse(code), start, end, rate) for code, start, end, rate in epochs]
    named = {str(one.stream) for one in known}
    known += [
        Open(Nslc.parse(code), start, None, rate) for code, (start, rate) in held.items() if code not in named
    ]
    return sorted(known, key=lambda one: (one.stream, one.start_ns))


def _wanted(one: Open, asked: Question) -> bool:
    end = FOREVER if one.end_ns is None else one.end_ns
    told = asked.told
    limits = ((one.start_ns, "startbefore", "startafter"), (end, "endbefore", "endafter"))
    if not all(_between(moment, told[before], told[after]) for moment, before, after in limits):
        return False
    touching = (line for line in asked.lines if one.start_ns < line.end_ns and end > line.start_ns)
    return any(line.wants(one.stream) for line in touching)


def _between(moment: int, before: int | None, after: int | None) -> bool:
    return (before is None or moment < before) and (after is None or moment > after)


def _networks(found: list[Open]) -> list[str]:
    lines = ["#Network|Description|StartTime|EndTime|TotalStations"]
    for code, own in stationxml.grouped(found, lambda one: one.stream.network):
        stations = {one.stream.station for one in own}
        lines.append(f"{code}||{_start(own)}|{_end(own)}|{len(stations)}")
    return lines


def _stations(found: list[Open]) -> list[str]:
    lines = ["#Network|Station|Latitude|Longitude|Elevation|SiteName|StartTime|EndTime"]
    for (network, station), own in stationxml.grouped(found, lambda one: (one.stream.network, one.stream.station)):
        lines.append(f"{network}|{station}|||||{_start(own)}|{_end(own)}")
    return lines


def _channels(found: list[Open]) -> list[str]:
    head = "#Network|Station|Location|Channel|Latitude|Longitude|Elevation|Depth|Azimuth|Dip|SensorDescription"
    lines = [f"{head}|Scale|ScaleFreq|ScaleUnits|SampleRate|StartTime|EndTime"]
    for one in found:
        codes = "|".join((one.stream.network, one.stream.station, one.stream.location, one.stream.channel))
        rate = "" if one.rate is None else repr(one.rate)
        lines.append(f"{codes}{'|' * 11}{rate}|{_start([one])}|{_end([one])}")
    return lines


def _start(own: list[Open]) -> str:
    return stationxml.time(min(one.start_ns for one in own))


def _end(own: list[Open]) -> str:
    """Empty while one of them is still open."""
    ends = [one.end_ns for one in own]
    known = [end for end in ends if end is not None]
    return stationxml.time(max(known)) if len(known) == len(ends) else ""


TEXTS = {NETWORK: _networks, STATION: _stations, CHANNEL: _channels}
