"""Columns of the tabular answers, and what stands in them."""

from collections.abc import Callable
from dataclasses import dataclass

from monitoring.serving.availability.rows import Row
from qualitycontrol.archive import instants


@dataclass(frozen=True)
class Column:
    """`unit` and `kind` as GeoCSV names them."""

    name: str
    unit: str
    kind: str
    cell: Callable[[Row], str]


@dataclass(frozen=True)
class Shown:
    """Which columns an answer has beside the codes and the two times."""

    quality: bool = True
    rate: bool = True
    updated: bool = False
    extent: bool = False

    @property
    def columns(self) -> list[Column]:
        optional = [(QUALITY, self.quality), (RATE, self.rate), (EARLIEST, True), (LATEST, True)]
        optional += [(UPDATED, self.updated or self.extent), (COUNT, self.extent), (RESTRICTION, self.extent)]
        return [*CODES, *(column for column, wanted in optional if wanted)]


def _code(place: int) -> Callable[[Row], str]:
    return lambda row: row.nslc.split(".")[place]


def rate_text(rate: float | None) -> str:
    return "" if rate is None else repr(rate)


CODES = [
    Column(name, "unitless", "string", _code(place))
    for place, name in enumerate(("Network", "Station", "Location", "Channel"))
]
QUALITY = Column("Quality", "unitless", "string", lambda row: row.quality)
RATE = Column("SampleRate", "hertz", "float", lambda row: rate_text(row.rate))
EARLIEST = Column("Earliest", "ISO_8601", "datetime", lambda row: instants.text(row.start_ns))
LATEST = Column("Latest", "ISO_8601", "datetime", lambda row: instants.text(row.end_ns))
UPDATED = Column("Updated", "ISO_8601", "datetime", lambda row: instants.text(row.updated_ns)[:19] + "Z")
COUNT = Column("TimeSpans", "unitless", "integer", lambda row: str(row.count))
RESTRICTION = Column("Restriction", "unitless", "string", lambda row: "OPEN")
