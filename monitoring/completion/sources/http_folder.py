"""Day files behind a web address in a known layout: a plain web folder, or a public S3 bucket."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from monitoring.completion.sources import day_files
from monitoring.completion.sources.fdsnws import address, of_answer
from monitoring.completion.sources.kind import Capabilities, NoInventory
from monitoring.completion.sources.parameters import Parameter, one_of
from monitoring.completion.sources.selection import Selection
from monitoring.completion.sources.sink import Sink
from monitoring.web.client import asking
from monitoring.web.limits import Limits
from monitoring.web.trouble import temporary
from qualitycontrol.archive import structures
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.spans import Span

ABSENT = {403, 404}  # a bucket that may not be listed answers 403 for what it does not hold


class HttpFolder:
    """Fetches whole day files: what lies outside the time asked for is left out afterwards."""

    CAPABILITIES = Capabilities(availability=False)
    PARAMETERS = (
        Parameter(
            "url", address, "Address of the folder", "https://bucket.s3.amazonaws.com/waveforms", required=True
        ),
        Parameter("layout", one_of(*structures.WRITABLE), "How its files are named", "SDS", default="SDS"),
    )

    def __init__(self, parameters: dict[str, Any]) -> None:
        self._url: str = parameters["url"]
        self._layout = structures.named(parameters["layout"])

    def probe(self, limits: Limits) -> str:
        """Any answer but a failure of the server will do: folders need not be listed."""
        with asking("GET", f"{self._url}/", limits) as answer:
            if answer.status >= 500:
                raise of_answer(answer)
            return f"answers ({answer.status})"

    def availability(self, selections: list[Selection], limits: Limits) -> Iterator[tuple[Nslc, Span]]:
        raise NoInventory

    def fetch(self, selections: list[Selection], sink: Sink, folder: Path) -> None:
        for path in day_files.paths(self._layout, selections):
            self._file(path, sink)

    def _file(self, path: str, sink: Sink) -> None:
        with asking("GET", f"{self._url}/{quote(path)}", sink.limits) as answer:
            if answer.status in ABSENT:
                return
            if answer.status != 200:
                raise of_answer(answer)
            before = sink.size
            for chunk in answer.chunks:
                sink.write(chunk)
            if sink.size == before:
                raise temporary("cut", f"{path} came empty")
