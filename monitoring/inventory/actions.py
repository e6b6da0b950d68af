"""Streams into the inventory: from a list, from StationXML, from a web service. Nothing is ever made twice."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any

from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import wrong
from monitoring.inventory import converting, listing, recognising, service, stationxml
from monitoring.inventory.files import Kept
from monitoring.inventory.found import Found, Site
from monitoring.inventory.models import (
    NSLC,
    Channel,
    Epoch,
    Location,
    MetadataFile,
    Network,
    Station,
    StationEpoch,
)
from qualitycontrol.rules import check_operator

INVENTORY = "inventory"


@dataclass(frozen=True)
class Stored:
    """How many streams an import named, and how many of them were new."""

    streams: int
    new: int
    epochs: int


def import_list(*, actor: Actor, by: Any, text: str) -> Stored:
    return store(actor=actor, by=by, found=listing.read(text))


def import_stationxml(*, actor: Actor, by: Any, data: bytes, name: str = "") -> Stored:
    """The file is kept: responses are served from it."""
    check_operator(by)
    found = list(stationxml.read(BytesIO(data)))
    return store(actor=actor, by=by, found=found, file=Kept(data, name))


def import_metadata(*, actor: Actor, by: Any, data: bytes, name: str = "") -> Stored:
    """Whatever form of metadata it is: a list, StationXML, or another one that is made into StationXML."""
    check_operator(by)
    form = recognising.form_of(data)
    if form == recognising.LIST:
        return import_list(actor=actor, by=by, text=recognising.decoded(data))
    data = data if form == recognising.STATIONXML else converting.to_stationxml(data)
    return import_stationxml(actor=actor, by=by, data=data, name=name)


def import_service(*, actor: Actor, by: Any, url: str, networks: Iterable[str]) -> Stored:
    """From the FDSN station service at `url`, the channels of these networks that are open now."""
    check_operator(by)
    return store(actor=actor, by=by, found=listing.read(service.channels(url, networks)))


def store(*, actor: Actor, by: Any, found: Iterable[Found], file: Kept | None = None) -> Stored:
    """Make what is missing. One wrong entry refuses the whole import."""
    check_operator(by)
    everything = list(dict.fromkeys(found))
    if not everything:
        raise wrong("file", "names no stream")
    with recorded(actor) as changes:
        before = NSLC.objects.count()
        kept = file.stored(actor.name) if file else None
        rows = {str(one.stream): _row(one) for one in everything}
        epochs = sum(_keep_epoch(rows[str(one.stream)], one, kept) for one in everything)
        for station, site in {(rows[str(one.stream)].station, one.site) for one in everything if one.site}:
            _keep_site(station, site)
        _describe({one.stream.network: one.network for one in everything if one.network})
        stored = Stored(len(rows), NSLC.objects.count() - before, epochs)
        after = asdict(stored) | ({"file": kept.name, "checksum": kept.checksum} if kept else {})
        changes.add(INVENTORY, "import", "streams", after=after)
    return stored


def _row(found: Found) -> NSLC:
    known = NSLC.objects.select_related("station").filter(code=str(found.stream)).first()
    if known is not None:
        return known
    network, _ = Network.objects.get_or_create(name=found.stream.network)
    station, _ = Station.objects.get_or_create(network=network, name=found.stream.station)
    location, _ = Location.objects.get_or_create(name=found.stream.location)
    channel, _ = Channel.objects.get_or_create(name=found.stream.channel)
    return NSLC.objects.create(station=station, location=location, channel=channel)


def _keep_epoch(stream: NSLC, found: Found, file: MetadataFile | None) -> bool:
    """What this import does not say stays as an earlier one said it."""
    if found.start_ns is None:
        return False
    place = asdict(found.place) if found.place else {}
    told = _told(asdict(found.instrument) | place)
    if file is not None:
        told["file"] = file
    told["end_ns"] = found.end_ns
    Epoch.objects.update_or_create(nslc=stream, start_ns=found.start_ns, defaults=told)
    return True


def _told(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _keep_site(station: Station, site: Site) -> None:
    told = asdict(site.place) | {"end_ns": site.end_ns, "site": site.name}
    StationEpoch.objects.update_or_create(station=station, start_ns=site.start_ns, defaults=told)


def _describe(networks: dict[str, str]) -> None:
    for name, description in networks.items():
        Network.objects.filter(name=name).update(description=description)


def set_multiplexing(*, actor: Actor, by: Any, stations: Iterable[Station], on: bool) -> None:
    """Whether the channels of these stations are asked for together."""
    check_operator(by)
    with recorded(actor) as changes:
        for station in stations:
            Station.objects.filter(pk=station.pk).update(multiplexing=on)
            changes.add("station", "update", str(station.pk), after={"name": str(station), "multiplexing": on})
