"""CachedDataWriter: values to a cached data server."""

import json

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection

from logging_core.loggers.base.component import Record
from logging_core.loggers.base.site import Site
from logging_core.loggers.parsing.json_text import dumps
from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.wires.connected import ConnectedWriter
from logging_core.loggers.wires.websocket_client import connected, data_server_uri

UNBOUNDED = 10_000_000


class CachedDataWriter(ConnectedWriter):
    """Publishes records and mappings; `max_backup` of them wait while the server is away, the oldest go first.

    The other arguments told older servers how to start, and are accepted.
    """

    failures = (OSError, WebSocketException)

    def __init__(
        self,
        data_server: str,
        start_server: bool = False,
        back_seconds: float = 480,
        cleanup_interval: float = 6,
        update_interval: float = 1,
        max_backup: int = 86_400,
        use_wss: bool = False,
        check_cert: bool | str = False,
        site: Site | None = None,
    ) -> None:
        super().__init__()
        self.uri = data_server_uri(data_server, use_wss, site)
        self.check_cert = check_cert
        self.backlog = max_backup or UNBOUNDED
        self._connection: ClientConnection | None = None

    def open(self) -> None:
        self._connection = connected(self.uri, self.check_cert)

    def send(self, record: Record) -> None:
        if not isinstance(record, DASRecord | dict):
            self.refuse(record)
            return
        if self._connection is None:
            raise OSError("the connection was closed")
        data = record.as_dict() if isinstance(record, DASRecord) else record
        self._connection.send(dumps({"type": "publish", "data": data}))
        answer = json.loads(self._connection.recv(timeout=5))
        if answer.get("status") != 200:
            self.tally.add("refused by the data server", answer.get("error"))
        for cause, count in (answer.get("refused") or {}).items():  # ours says so, others do not
            self.tally.add(f"not stored by the data server: {cause}", data, count)

    def shut(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
