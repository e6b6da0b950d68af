"""Files of this machine that an index in SQL knows (EarthScope's mseedindex): any layout, read by byte ranges."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from logging_core.shared.errors import BadInput
from monitoring.completion.sources import index_table
from monitoring.completion.sources.index_table import Row
from monitoring.completion.sources.kind import Capabilities
from monitoring.completion.sources.local import folder
from monitoring.completion.sources.parameters import Parameter, secret, secret_name, text
from monitoring.completion.sources.selection import Selection
from monitoring.completion.sources.sink import Sink
from monitoring.web.limits import Limits
from monitoring.web.trouble import permanent, temporary
from qualitycontrol.archive import instants, roots
from qualitycontrol.archive.cutting import cut_table
from qualitycontrol.archive.formats.miniseed import read_table
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.spans import Span, inside

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}(\.[A-Za-z_][A-Za-z0-9_]{0,62})?")


def table(value: Any) -> str:
    if not NAME.fullmatch(name := text(value)):
        raise ValueError("must be the name of a table")
    return name


class SqlIndex:
    """The files themselves lie below SEALOG_ARCHIVE_ROOTS, whatever the index says."""

    CAPABILITIES = Capabilities(availability=True)
    PARAMETERS = (
        Parameter("path", folder, "SQLite file, below one of SEALOG_ARCHIVE_ROOTS", "/data/timeseries.sqlite"),
        Parameter("secret", secret_name, "Or PostgreSQL: SEALOG_SOURCE_SECRET_<this> holds postgresql://..."),
        Parameter("table", table, "Name of its table", "tsindex", default="tsindex"),
        Parameter("root", folder, "Folder below which file names that are not absolute lie", "/data/waveforms"),
    )

    def __init__(self, parameters: dict[str, Any]) -> None:
        self._told = parameters

    def probe(self, limits: Limits) -> str:
        nobody = Selection(Nslc("XX", "NONE", "", "LHZ"), 0, instants.SECOND)
        self._rows(nobody, limits)
        return "index is there"

    def availability(self, selections: list[Selection], limits: Limits) -> Iterator[tuple[Nslc, Span]]:
        for one in selections:
            for row in self._rows(one, limits):
                for span in inside(row.spans, one.start_ns, one.end_ns):
                    yield one.stream, span

    def fetch(self, selections: list[Selection], sink: Sink, folder: Path) -> None:
        for one in selections:
            for row in self._rows(one, sink.limits):
                sink.limits.check()
                for record in cut_table(read_table(self._bytes(row)), one.stream, one.start_ns, one.end_ns):
                    sink.take(record)

    def _rows(self, asked: Selection, limits: Limits) -> list[Row]:
        path, name, table = self._told["path"], self._told["secret"], self._told["table"]
        if path:
            if not Path(path).is_file():
                raise temporary("no_connection", f"{path} is not there")
            return index_table.of_sqlite(Path(path), table, asked, limits)
        if name:
            return index_table.of_postgres(secret(name), table, asked, limits)
        raise permanent("bad_parameters", "neither a SQLite file nor the secret of a PostgreSQL address is told")

    def _bytes(self, row: Row) -> bytes:
        file = Path(row.file)
        if not file.is_absolute() and self._told["root"]:
            file = Path(self._told["root"]) / file
        try:
            path = roots.confined(str(file), "filename")
        except BadInput as problem:
            raise permanent("not_allowed", f"the index names {file}, which {problem.message}") from None
        try:
            with path.open("rb") as data:
                data.seek(row.offset)
                return data.read(row.bytes)
        except OSError as problem:
            raise temporary("no_connection", f"{path}: {problem.strerror}") from None
