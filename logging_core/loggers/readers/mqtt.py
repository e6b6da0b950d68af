"""MQTTReader: messages of an MQTT topic."""

import queue

import paho.mqtt.client as mqtt

from logging_core.loggers.component import PATIENCE, Record
from logging_core.loggers.connected import ConnectedReader
from logging_core.loggers.framing import decoded

MOST_WAITING = 10_000


class MQTTReader(ConnectedReader):
    """Subscribes to `channel` at a broker; comes back by itself when the broker does."""

    failures = (OSError, ValueError)

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
        if qos not in (0, 1, 2):
            raise ValueError(f"qos: expected 0, 1 or 2, found {qos}")
        self.broker = broker
        self.channel = channel
        self.client_name = client_name
        self.port = port
        self.clean_start = clean_start
        self.qos = qos
        self.return_as_bytes = return_as_bytes
        self._messages: queue.Queue[bytes] = queue.Queue(MOST_WAITING)
        self._client: mqtt.Client | None = None

    def open(self) -> None:
        clean = True if self.clean_start is None else self.clean_start
        client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, self.client_name, clean_session=clean)
        client.on_connect = lambda client, *rest: client.subscribe(self.channel, self.qos)
        client.on_message = lambda client, userdata, message: self._arrived(bytes(message.payload))
        client.connect(self.broker, self.port)
        client.loop_start()
        self._client = client

    def receive(self) -> Record:
        try:
            payload = self._messages.get(timeout=PATIENCE)
        except queue.Empty:
            connected = self._client is not None and self._client.is_connected()
            self.trouble = None if connected else f"no connection to {self.broker}"
            return None
        return payload if self.return_as_bytes else decoded(payload, self.encoding, self.encoding_errors) or None

    def shut(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.disconnect()
            client.loop_stop()

    def _arrived(self, payload: bytes) -> None:
        try:
            self._messages.put_nowait(payload)
        except queue.Full:
            self.tally.add("queue full", payload)
