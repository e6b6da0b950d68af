"""CachedDataReader: values of named fields from a cached data server."""

import json
import time
from collections import deque
from typing import Any

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection

from logging_core.loggers.base.component import PATIENCE, Record
from logging_core.loggers.base.site import Site
from logging_core.loggers.parsing.records import DASRecord, records_of
from logging_core.loggers.wires.connected import ConnectedReader
from logging_core.loggers.wires.websocket_client import connected, data_server_uri


class CachedDataReader(ConnectedReader):
    """One mapping `{timestamp, fields}` a time, or a list of DASRecords with `return_das_record`.

    `subscription` is `{fields: {NAME: {seconds: N, back_records: M}}}` or `{fields: [NAME, ...]}`; with
    `bundle_seconds` it gives a list of mappings each time that many seconds have passed.
    """

    failures = (OSError, WebSocketException, ValueError)

    def __init__(
        self,
        subscription: dict,
        data_server: str = "localhost:8766",
        bundle_seconds: float = 0,
        return_das_record: bool = False,
        data_id: str | None = None,
        use_wss: bool = False,
        check_cert: bool | str = False,
        site: Site | None = None,
    ) -> None:
        super().__init__()
        self._request = json.dumps({**subscription, "type": "subscribe", "fields": _fields(subscription)})
        self.uri = data_server_uri(data_server, use_wss, site)
        self.bundle_seconds = bundle_seconds
        self.return_das_record = return_das_record
        self.data_id = data_id
        self.check_cert = check_cert
        self._connection: ClientConnection | None = None
        self._asked = False
        self._records: deque[DASRecord] = deque()
        self._bundle_due = 0.0

    def open(self) -> None:
        self._connection = connected(self.uri, self.check_cert)
        self._connection.send(self._request)
        self._asked = False
        answer = json.loads(self._connection.recv(timeout=5))
        if answer.get("status") != 200:
            raise OSError(f"the data server refused the subscription: {answer.get('error')}")

    def receive(self) -> Record:
        if not self._records or self.bundle_seconds:
            self._ask()
        if self.bundle_seconds:
            return self._bundle()
        if not self._records:
            return None
        if self.return_das_record:
            records = list(self._records)
            self._records.clear()
            return records
        return _as_mapping(self._records.popleft())

    def shut(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _ask(self) -> None:
        """One question at a time: the server answers each with what is new."""
        if self._connection is None:
            raise OSError("the connection was closed")
        if not self._asked:
            self._connection.send('{"type":"ready"}')
            self._asked = True
        try:
            answer = json.loads(self._connection.recv(timeout=PATIENCE))
        except TimeoutError:
            return
        if answer.get("type") == "data" and answer.get("status") == 200:
            self._asked = False
            self._records.extend(records_of(answer.get("data") or {}, self.data_id))

    def _bundle(self) -> Record:
        if time.monotonic() < self._bundle_due or not self._records:
            return None
        self._bundle_due = time.monotonic() + self.bundle_seconds
        records = [record if self.return_das_record else _as_mapping(record) for record in self._records]
        self._records.clear()
        return records


def _fields(subscription: dict[str, Any]) -> dict[str, Any]:
    """Raises ValueError."""
    fields = subscription.get("fields")
    if isinstance(fields, list):
        return {str(name): {"seconds": 0} for name in fields}
    if isinstance(fields, dict) and fields:
        return {str(name): how or {"seconds": 0} for name, how in fields.items()}
    raise ValueError('subscription: expected "fields" with the names of fields')


def _as_mapping(record: DASRecord) -> dict[str, Any]:
    named = {"data_id": record.data_id} if record.data_id else {}
    return {**named, "timestamp": record.timestamp, "fields": record.fields}
