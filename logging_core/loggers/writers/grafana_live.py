"""GrafanaLiveWriter: values to the live panels of a Grafana server."""

import json
import os
from pathlib import Path

from logging_core.loggers.base.component import BatchWriter, Record
from logging_core.loggers.formats.line_protocol import line_of, parts_of
from logging_core.loggers.wires.posting import PostingWriter, Refused


class GrafanaLiveWriter(PostingWriter, BatchWriter):
    """Pushes records, mappings and their JSON to the stream `stream_id`, `batch_size` at most in one request.

    The token is in `token_file`, in GRAFANA_API_TOKEN of the environment, or `api_token`. While the server is away
    `queue_size` records wait.
    """

    def __init__(
        self,
        host: str,
        stream_id: str,
        token_file: str | None = None,
        api_token: str | None = None,
        secure: bool = False,
        measurement_name: str | None = None,
        batch_size: int = 1,
        queue_size: int = 1000,
    ) -> None:
        if not stream_id.replace("-", "").replace("_", "").isalnum():
            raise ValueError("stream_id: expected letters, digits, - and _")
        super().__init__(f"{'https' if secure else 'http'}://{host}", "")
        self._path = f"/api/live/push/{stream_id}"
        self._token_file, self._api_token = token_file, api_token
        self.measurement_name = measurement_name
        self.batch = max(1, batch_size)
        self.backlog = max(1, queue_size)

    def cautions(self) -> list[str]:
        there = self._token_file or self._api_token or os.environ.get("GRAFANA_API_TOKEN")
        return [] if there else ["no token: give token_file, api_token or GRAFANA_API_TOKEN in the environment"]

    def start(self) -> None:
        """Raises OSError when the token file cannot be read."""
        self._token = self._api_token or os.environ.get("GRAFANA_API_TOKEN", "")
        if self._token_file:
            self._token = Path(self._token_file).read_text().strip()

    def write_batch(self, records: list[Record]) -> None:
        lines = [line for record in records if (line := self._line(record)) is not None]
        if not lines:
            return
        try:
            self.post("\n".join(lines).encode(), "text/plain", self._path)
        except Refused as cause:
            self.refused(cause, records)

    def _line(self, record: Record) -> str | None:
        try:
            parts = parts_of(json.loads(record) if isinstance(record, str) else record)
        except ValueError:
            parts = None
        if parts is None:
            self.refuse(record)
            return None
        return line_of(parts, self.measurement_name or parts.get("data_id") or "unknown", {})
