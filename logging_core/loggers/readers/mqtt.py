"""MQTTReader: messages of an MQTT topic."""

import queue

import paho.mqtt.client as mqtt

from logging_core.loggers.base.component import PATIENCE, Record
from logging_core.loggers.wires.connected import ConnectedReader
from logging_core.loggers.wires.mqtt_client import checked_qos, connected, disconnect

MOST_WAITING = 10_000


class MQTTReader(ConnectedReader):
    """Subscribes to `channel` at a broker; comes back by itself when the broker does."""

    def __init__(
        self,
        broker: str,
        channel: str,
        client_name: str,
        port: int = 1883,
        clean_start: bool | None = None,
        qos: int = 0,
        return_as_bytes: bool = False,
    ) -> None:
        super().__init__()
        self.broker = broker
        self.channel = channel
        self.client_name = client_name
        self.port = port
        self.clean_start = clean_start
        self.qos = checked_qos(qos)
        self.return_as_bytes = return_as_bytes
        self._messages: queue.Queue[bytes] = queue.Queue(MOST_WAITING)
        self._client: mqtt.Client | None = None

    def open(self) -> None:
        self._client = connected(
            self.broker,
            self.port,
            self.client_name,
            self.clean_start is not False,
            (self.channel, self.qos),
            self._arrived,
        )

    def receive(self) -> Record:
        try:
            payload = self._messages.get(timeout=PATIENCE)
        except queue.Empty:
            there = self._client is not None and self._client.is_connected()
            self.trouble = None if there else f"no connection to {self.broker}"
            return None
        return payload if self.return_as_bytes else self.record_of(payload) or None

    def shut(self) -> None:
        client, self._client = self._client, None
        disconnect(client)

    def _arrived(self, payload: bytes) -> None:
        try:
            self._messages.put_nowait(payload)
        except queue.Full:
            self.tally.add("queue full", payload)
