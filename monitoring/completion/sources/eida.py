"""EIDA and other federations: a routing service says which data centre holds which stream."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from monitoring.completion.sources.fdsnws import FdsnWs, address, of_status
from monitoring.completion.sources.kind import Capabilities
from monitoring.completion.sources.parameters import Parameter, secret_name
from monitoring.completion.sources.selection import Selection, postfile
from monitoring.completion.sources.sink import Sink
from monitoring.web import guard
from monitoring.web.client import fetch_text
from monitoring.web.limits import Limits
from monitoring.web.trouble import temporary
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.spans import Span

Routes = dict[str, list[Selection]]  # address of a data centre -> what it is asked for


class Eida:
    """Asks the routing service first, then each data centre it names."""

    CAPABILITIES = Capabilities(availability=True, restricted=True, together=True, federated=True)
    PARAMETERS = (
        Parameter(
            "url",
            address,
            "Address of the routing service",
            "https://www.orfeus-eu.org",
            default="https://www.orfeus-eu.org",
        ),
        Parameter("token", secret_name, "EIDA token: SEALOG_SOURCE_SECRET_<this> in the environment"),
    )

    def __init__(self, parameters: dict[str, Any]) -> None:
        self._url: str = parameters["url"]
        self._token: str | None = parameters["token"]

    def probe(self, limits: Limits) -> str:
        status, told = fetch_text(f"{self._url}/eidaws/routing/1/version", limits)
        if status != 200:
            raise of_status(status, told[:200], None)
        return f"routing {told.strip()[:20]}"

    def availability(self, selections: list[Selection], limits: Limits) -> Iterator[tuple[Nslc, Span]]:
        """Of all data centres; when one of them cannot say, all of the time counts."""
        routes = self._routes(selections, limits)
        spans = [list(self._centre(url).availability(asked, limits)) for url, asked in routes.items()]
        return chain.from_iterable(spans)

    def fetch(self, selections: list[Selection], sink: Sink, folder: Path) -> None:
        for url, asked in self._routes(selections, sink.limits).items():
            self._centre(url).fetch(asked, sink, folder)

    def _centre(self, url: str) -> FdsnWs:
        own = {"url": url, "user": None, "secret": None, "token": self._token}
        return FdsnWs(own)

    def _routes(self, selections: list[Selection], limits: Limits) -> Routes:
        body = f"service=dataselect\nformat=post\n{postfile(selections)}".encode()
        status, told = fetch_text(f"{self._url}/eidaws/routing/1/query", limits, body)
        if status == 204:
            return {}
        if status != 200:
            raise of_status(status, told[:200], None)
        return routes(told, selections)


def routes(text: str, selections: list[Selection]) -> Routes:
    """Blocks of an address line and lines of what it holds, parted by blank lines. Raises Trouble."""
    found: Routes = {}
    for block in text.replace("\r", "").split("\n\n"):
        lines = [line for line in block.splitlines() if line.strip()]
        if lines:
            url = guard.check_url(lines[0].strip()).partition("/fdsnws/")[0]
            found.setdefault(url, []).extend(_asked(lines[1:], selections))
    return found


def _asked(lines: list[str], selections: list[Selection]) -> list[Selection]:
    """Of the selections, those whose stream a line names; its times are often wider than ours."""
    streams = {_stream(line) for line in lines}
    return [selection for selection in selections if selection.stream in streams]


def _stream(line: str) -> Nslc:
    try:
        return Nslc.parse(".".join(line.split()[:4]))
    except ValueError:
        raise temporary("bad_answer", f"the routing answer is not understood: {line[:100]!r}") from None
