"""MQTTWriter: messages on an MQTT topic."""

import paho.mqtt.client as mqtt

from logging_core.loggers.component import Record, as_text
from logging_core.loggers.connected import ConnectedWriter
from logging_core.loggers.framing import encoded


class MQTTWriter(ConnectedWriter):
    """Publishes and waits until the broker has it (with `qos` 1 or 2) or it was sent; 5 seconds at most."""

    failures = (OSError, ValueError, RuntimeError)

    def __init__(
        self, broker: str, channel: str, client_name: str | None = None, qos: int = 0, port: int = 1883
    ) -> None:
        super().__init__()
        if qos not in (0, 1, 2):
            raise ValueError(f"qos: expected 0, 1 or 2, found {qos}")
        self.broker = broker
        self.channel = channel
        self.client_name = client_name
        self.qos = qos
        self.port = port
        self._client: mqtt.Client | None = None

    def open(self) -> None:
        client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, self.client_name or "")
        client.connect(self.broker, self.port)
        client.loop_start()
        self._client = client

    def send(self, record: Record) -> None:
        text = as_text(record)
        if not isinstance(text, str | bytes):
            self.tally.add("not a type for MQTTWriter", record)
            return
        if self._client is None:
            raise OSError("the connection was closed")
        message = self._client.publish(self.channel, encoded(text, self.encoding, self.encoding_errors), self.qos)
        message.wait_for_publish(5)
        if not message.is_published():
            raise OSError(f"{self.broker} did not take the message")

    def shut(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.disconnect()
            client.loop_stop()
