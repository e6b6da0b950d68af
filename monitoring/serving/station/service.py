"""FDSN station 1: what is known of the channels, by network, station, channel or with responses.

StationXML demands coordinates: channels without them are left out of it, not placed where they are not.
"""

from django.http import HttpResponse

from logging_core.shared.errors import wrong
from monitoring.inventory.queries import FOREVER
from monitoring.inventory.responses import responses
from monitoring.serving.parameters import CODES, NODATA, TIMES, Parameter, flag, one_of, when, within
from monitoring.serving.question import Question
from monitoring.serving.service import Service
from monitoring.serving.station import stationxml, texts
from monitoring.serving.station.channels import Known, Open, known
from monitoring.serving.station.geography import wanted_place
from monitoring.serving.station.levels import LEVELS, NETWORK, RESPONSE, STATION
from qualitycontrol.archive.models import Archive

PLAIN = "text/plain; charset=utf-8"


def _degrees(name: str, most: float, short: str = "", default: str | None = None) -> Parameter:
    return Parameter(name, within(-most, most), short, "xs:double", default)


GEOGRAPHY = (
    _degrees("minlatitude", 90, "minlat", "-90.0"),
    _degrees("maxlatitude", 90, "maxlat", "90.0"),
    _degrees("minlongitude", 180, "minlon", "-180.0"),
    _degrees("maxlongitude", 180, "maxlon", "180.0"),
    _degrees("latitude", 90, "lat"),
    _degrees("longitude", 180, "lon"),
    Parameter("minradius", within(0, 180), kind="xs:double"),
    Parameter("maxradius", within(0, 180), kind="xs:double"),
)
SERVICE = Service(
    "station",
    "1.1.2",
    (
        *TIMES,
        *(
            Parameter(name, when, kind="xs:dateTime")
            for name in ("startbefore", "startafter", "endbefore", "endafter")
        ),
        *CODES,
        *GEOGRAPHY,
        Parameter("level", one_of(*LEVELS), default=STATION, options=LEVELS),
        Parameter("includerestricted", flag, kind="xs:boolean", default="true"),
        Parameter("matchtimeseries", flag, kind="xs:boolean", default="false"),
        Parameter("format", one_of("xml", "text"), default="xml", options=("xml", "text")),
        NODATA,
    ),
)


def query(archive: Archive, asked: Question) -> HttpResponse:
    level, form = asked.told["level"], asked.told["format"]
    if level == RESPONSE and form == "text":
        raise wrong("format", "responses have no text form; ask with format=xml")
    here = known(archive)
    chosen = [one for one in here.channels if _wanted(one, here, asked)]
    if not chosen:
        return HttpResponse(status=204)
    if form == "xml":
        return HttpResponse(_as_xml(here, chosen, level), content_type="application/xml")
    lines = texts.TEXTS[level](here, chosen)
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)


def _as_xml(here: Known, chosen: list[Open], level: str) -> bytes:
    if level == NETWORK:
        return stationxml.written(here, chosen, level)
    placed = [one for one in chosen if here.place_of(one)]
    if not placed:
        raise wrong("format", "xml needs coordinates, which are not known of these channels; ask with format=text")
    if level != RESPONSE:
        return stationxml.written(here, placed, level, left_out=len(chosen) - len(placed))
    found = responses((one.file, (str(one.stream), one.start_ns)) for one in placed if one.has_response)
    if not found:
        raise wrong("level", "no response of these channels is known here; ask with level=channel")
    return stationxml.written(here, placed, level, left_out=len(chosen) - len(placed), responses=found)


def _wanted(one: Open, here: Known, asked: Question) -> bool:
    end = FOREVER if one.end_ns is None else one.end_ns
    told = asked.told
    if told["matchtimeseries"] and not one.held:
        return False
    limits = ((one.start_ns, "startbefore", "startafter"), (end, "endbefore", "endafter"))
    if not all(_between(moment, told[before], told[after]) for moment, before, after in limits):
        return False
    touching = (line for line in asked.lines if one.start_ns < line.end_ns and end > line.start_ns)
    return any(line.wants(one.stream) for line in touching) and wanted_place(here.place_of(one), told)


def _between(moment: int, before: int | None, after: int | None) -> bool:
    return (before is None or moment < before) and (after is None or moment > after)
