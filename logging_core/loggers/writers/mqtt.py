"""MQTTWriter: messages on an MQTT topic."""

import paho.mqtt.client as mqtt

from logging_core.loggers.base.component import Record
from logging_core.loggers.wires.connected import ConnectedWriter
from logging_core.loggers.wires.mqtt_client import checked_qos, connected, disconnect


class MQTTWriter(ConnectedWriter):
    """Publishes and waits until the broker has it (with `qos` 1 or 2) or it was sent; 5 seconds at most."""

    failures = (OSError, ValueError, RuntimeError)

    def __init__(
        self, broker: str, channel: str, client_name: str | None = None, qos: int = 0, port: int = 1883
    ) -> None:
        super().__init__()
        self.broker = broker
        self.channel = channel
        self.client_name = client_name
        self.qos = checked_qos(qos)
        self.port = port
        self._client: mqtt.Client | None = None

    def open(self) -> None:
        self._client = connected(self.broker, self.port, self.client_name)

    def send(self, record: Record) -> None:
        data = self.bytes_of(record)
        if data is None:
            return
        if self._client is None:
            raise OSError("the connection was closed")
        message = self._client.publish(self.channel, data, self.qos)
        message.wait_for_publish(5)
        if not message.is_published():
            raise OSError(f"{self.broker} did not take the message")

    def shut(self) -> None:
        client, self._client = self._client, None
        disconnect(client)
