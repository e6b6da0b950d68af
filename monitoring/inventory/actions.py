"""Streams into the inventory: from a list, from StationXML, from a web service. Nothing is ever made twice."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import IO, Any

from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import wrong
from monitoring.inventory import listing, service, stationxml
from monitoring.inventory.found import Found
from monitoring.inventory.models import NSLC, Channel, Epoch, Location, Network, Station
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


def import_stationxml(*, actor: Actor, by: Any, file: IO[bytes]) -> Stored:
    return store(actor=actor, by=by, found=stationxml.read(file))


def import_service(*, actor: Actor, by: Any, url: str, networks: Iterable[str]) -> Stored:
    """From the FDSN station service at `url`, the channels of these networks that are open now."""
    check_operator(by)
    return store(actor=actor, by=by, found=listing.read(service.channels(url, networks)))


def store(*, actor: Actor, by: Any, found: Iterable[Found]) -> Stored:
    """Make what is missing. One wrong entry refuses the whole import."""
    check_operator(by)
    everything = list(dict.fromkeys(found))
    if not everything:
        raise wrong("file", "names no stream")
    with recorded(actor) as changes:
        before = NSLC.objects.count()
        rows = {str(one.stream): _row(one) for one in everything}
        epochs = sum(_keep_epoch(rows[str(one.stream)], one) for one in everything)
        stored = Stored(len(rows), NSLC.objects.count() - before, epochs)
        changes.add(INVENTORY, "import", "streams", after=asdict(stored))
    return stored


def _row(found: Found) -> NSLC:
    known = NSLC.objects.filter(code=str(found.stream)).first()
    if known is not None:
        return known
    network, _ = Network.objects.get_or_create(name=found.stream.network)
    station, _ = Station.objects.get_or_create(network=network, name=found.stream.station)
    location, _ = Location.objects.get_or_create(name=found.stream.location)
    channel, _ = Channel.objects.get_or_create(name=found.stream.channel)
    return NSLC.objects.create(station=station, location=location, channel=channel)


def _keep_epoch(stream: NSLC, found: Found) -> bool:
    if found.start_ns is None:
        return False
    told = {"end_ns": found.end_ns, "sample_rate": found.sample_rate}
    Epoch.objects.update_or_create(nslc=stream, start_ns=found.start_ns, defaults=told)
    return True


def set_multiplexing(*, actor: Actor, by: Any, stations: Iterable[Station], on: bool) -> None:
    """Whether the channels of these stations are asked for together."""
    check_operator(by)
    with recorded(actor) as changes:
        for station in stations:
            Station.objects.filter(pk=station.pk).update(multiplexing=on)
            changes.add("station", "update", str(station.pk), after={"name": str(station), "multiplexing": on})
