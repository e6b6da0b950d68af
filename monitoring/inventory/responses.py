"""Responses of channels, out of the StationXML files they were imported with."""

from collections import defaultdict
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from monitoring.inventory import stationxml
from monitoring.inventory.files import place

Key = tuple[str, int]  # code of the stream, start of the epoch in ns


def responses(wanted: Iterable[tuple[str, Key]]) -> dict[Key, Element]:
    """The `Response` elements of epochs that lie in files of these checksums. A file that is gone has none."""
    by_file: dict[str, set[Key]] = defaultdict(set)
    for checksum, key in wanted:
        by_file[checksum].add(key)
    found: dict[Key, Element] = {}
    for checksum, keys in by_file.items():
        found |= _of_file(checksum, keys)
    return found


def _of_file(checksum: str, keys: set[Key]) -> dict[Key, Element]:
    path = place(checksum)
    if not path.is_file():
        return {}
    found: dict[Key, Element] = {}
    with path.open("rb") as file:
        for levels in stationxml.channels(file):
            start, _ = stationxml.epoch_of(levels[-1])
            key = (str(stationxml.stream_in(*levels)), start or 0)
            response = stationxml.child(levels[-1], "Response")
            if key in keys and response is not None:
                found[key] = response
    return found
