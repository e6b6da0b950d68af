"""A folder of this machine in one of the layouts of the archive."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from logging_core.shared.errors import BadInput
from monitoring.completion.sources.kind import Capabilities
from monitoring.completion.sources.parameters import Parameter, one_of, text
from monitoring.completion.sources.selection import Selection
from monitoring.completion.sources.sink import Sink
from monitoring.web.limits import Limits
from monitoring.web.trouble import permanent, temporary
from qualitycontrol.archive import roots, structures
from qualitycontrol.archive.cutting import cut
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.spans import Span


def folder(value: Any) -> str:
    """An absolute path below one of the roots."""
    try:
        return str(roots.confined(text(value), "path"))
    except BadInput as problem:
        raise ValueError(problem.message) from None


class LocalDir:
    """A disk, a mounted share, another archive."""

    CAPABILITIES = Capabilities(availability=True)
    PARAMETERS = (
        Parameter("path", folder, "Folder, below one of SEALOG_ARCHIVE_ROOTS", "/data/backup", required=True),
        Parameter("layout", one_of(*structures.LAYOUTS), "How its files are named", "SDS", default="SDS"),
    )

    def __init__(self, parameters: dict[str, Any]) -> None:
        self._root = Path(parameters["path"])
        self._layout = structures.named(parameters["layout"])

    def probe(self, limits: Limits) -> str:
        self._check()
        return "is there"

    def availability(self, selections: list[Selection], limits: Limits) -> Iterator[tuple[Nslc, Span]]:
        from monitoring.completion.sources import local_inventory  # tables know the kinds, so not at the top

        self._check()
        return local_inventory.spans(self._root, self._layout, selections, limits)

    def fetch(self, selections: list[Selection], sink: Sink, folder: Path) -> None:
        self._check()
        for selection in selections:
            for record in cut(self._root, self._layout, selection.stream, selection.start_ns, selection.end_ns):
                sink.take(record)

    def _check(self) -> None:
        """The folder may have been unmounted, or replaced by a link that leads elsewhere."""
        try:
            roots.confined(str(self._root), "path")
        except BadInput as problem:
            raise permanent("not_allowed", problem.message) from None
        if not self._root.is_dir():
            raise temporary("no_connection", f"{self._root} is not there")
