"""SeedLink 3 and 4: back-fill from a server's ring buffer, a time window a stream."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from monitoring.completion.sources.kind import Capabilities, NoInventory
from monitoring.completion.sources.parameters import Parameter, text, whole
from monitoring.completion.sources.seedlink_line import Line
from monitoring.completion.sources.seedlink_versions import Four, Three
from monitoring.completion.sources.selection import Selection
from monitoring.completion.sources.sink import Sink
from monitoring.web.limits import Limits
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.spans import Span

FOUR = "SLPROTO:4."  # in the greeting of servers that speak version 4


class SeedLink:
    """The server sends what of the time window its ring buffer still holds, then says END."""

    CAPABILITIES = Capabilities(availability=False)
    PARAMETERS = (
        Parameter("host", text, "Host of the server", "rtserve.iris.washington.edu", required=True),
        Parameter("port", whole(1, 65535), "Its port", "18000", default=18000),
    )

    def __init__(self, parameters: dict[str, Any]) -> None:
        self._host: str = parameters["host"]
        self._port: int = parameters["port"]

    def probe(self, limits: Limits) -> str:
        with Line(self._host, self._port) as line:
            return line.greeting[:100]

    def availability(self, selections: list[Selection], limits: Limits) -> Iterator[tuple[Nslc, Span]]:
        raise NoInventory

    def fetch(self, selections: list[Selection], sink: Sink, folder: Path) -> None:
        """One connection a selection: a session has one window for all it asks for."""
        for selection in selections:
            with Line(self._host, self._port) as line:
                version: type[Three] | type[Four] = Four if FOUR in line.greeting else Three
                session = version(line)
                if session.choose(selection):
                    for record in session.records(sink.limits):
                        sink.take(record)
