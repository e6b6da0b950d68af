"""What the station service tells of: channel epochs, station epochs, names of networks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, Min

from monitoring.completion.models import Configuration
from monitoring.inventory.found import Instrument, Place, Site
from monitoring.inventory.models import Epoch, Network, StationEpoch
from qualitycontrol.archive.models import Archive
from qualitycontrol.archive.nslc import Nslc

Code = tuple[str, str]  # network and station
NOTHING_TOLD = Instrument()


@dataclass(frozen=True)
class Open:
    """One time in which a channel was open; `end_ns` None: still is. `file`: checksum of its metadata."""

    stream: Nslc
    start_ns: int
    end_ns: int | None
    place: Place | None = None
    instrument: Instrument = NOTHING_TOLD
    file: str = ""
    held: bool = True  # the archive has data of the stream

    @property
    def station(self) -> Code:
        return self.stream.network, self.stream.station

    @property
    def has_response(self) -> bool:
        return bool(self.instrument.has_response and self.file)


@dataclass
class Known:
    """Channels by stream and start; station epochs by start, only those that metadata told."""

    channels: list[Open]
    sites: dict[Code, list[Site]] = field(default_factory=dict)
    networks: dict[str, str] = field(default_factory=dict)

    def site_of(self, one: Open) -> Site | None:
        """The epoch of its station in which the channel was opened, else the one before, else the first."""
        sites = self.sites.get(one.station, [])
        begun = [site for site in sites if site.start_ns <= one.start_ns]
        return begun[-1] if begun else next(iter(sites), None)

    def place_of(self, one: Open) -> Place | None:
        site = self.site_of(one)
        return one.place or (site.place if site else None)


def known(archive: Archive) -> Known:
    """Streams the archive holds, by the epochs of the inventory, else from their first sample on.

    Of the archive that is completed here also those the inventory knows and the archive lacks.
    """
    rows = archive.segments.order_by().values_list("nslc").annotate(Min("start_ns"), Max("rate_hz"))
    held = {code: (start, rate) for code, start, rate in rows}
    epochs = Epoch.objects.select_related("file", "nslc").order_by("nslc__code", "start_ns")
    if not Configuration.objects.filter(archive=archive).exists():
        epochs = epochs.filter(nslc__code__in=list(held))
    channels = [_of_epoch(row, row.nslc.code in held) for row in epochs]
    named = {str(one.stream) for one in channels}
    channels += [
        Open(Nslc.parse(code), start, None, instrument=Instrument(sample_rate=rate))
        for code, (start, rate) in held.items()
        if code not in named
    ]
    channels.sort(key=lambda one: (one.stream, one.start_ns))
    return Known(channels, _sites(), dict(Network.objects.values_list("name", "description")))


def _of_epoch(row: Epoch, held: bool) -> Open:
    instrument = Instrument(
        sample_rate=row.sample_rate,
        depth=row.depth,
        azimuth=row.azimuth,
        dip=row.dip,
        sensor=row.sensor,
        scale=row.scale,
        scale_frequency=row.scale_frequency,
        scale_units=row.scale_units,
        has_response=row.has_response,
    )
    checksum = row.file.checksum if row.file else ""
    return Open(Nslc.parse(row.nslc.code), row.start_ns, row.end_ns, _place(row), instrument, checksum, held)


def _sites() -> dict[Code, list[Site]]:
    found: dict[Code, list[Site]] = defaultdict(list)
    for row in StationEpoch.objects.select_related("station__network").order_by("start_ns"):
        if place := _place(row):
            code = (row.station.network.name, row.station.name)
            found[code].append(Site(row.start_ns, row.end_ns, place, row.site))
    return found


def _place(row: Any) -> Place | None:
    told = (row.latitude, row.longitude, row.elevation)
    return None if None in told else Place(*told)


def by_station(here: Known, chosen: Iterable[Open]) -> list[tuple[Code, Site | None, list[Open]]]:
    """The chosen channels of each station epoch. Where metadata tell none, all of a station are one."""
    groups: dict[tuple[Code, Site | None], list[Open]] = defaultdict(list)
    for one in chosen:
        groups[one.station, here.site_of(one)].append(one)
    return [(code, site, own) for (code, site), own in groups.items()]


def place_of_station(here: Known, site: Site | None, own: list[Open]) -> Place | None:
    """Of its own, else that of its newest channel."""
    if site:
        return site.place
    return next((one.place for one in sorted(own, key=lambda one: -one.start_ns) if one.place), None)


def span_of(own: Iterable[Open], site: Site | None = None) -> tuple[int, int | None]:
    """From the first to the last; open while one of them is. Of a station epoch its own times."""
    if site:
        return site.start_ns, site.end_ns
    own = list(own)
    ends = [one.end_ns for one in own if one.end_ns is not None]
    return min(one.start_ns for one in own), max(ends) if len(ends) == len(own) else None
