"""Connecting to MQTT brokers."""

from collections.abc import Callable

import paho.mqtt.client as mqtt


def checked_qos(qos: int) -> int:
    """Raises ValueError."""
    if qos not in (0, 1, 2):
        raise ValueError(f"qos: expected 0, 1 or 2, found {qos}")
    return qos


def connected(
    broker: str,
    port: int,
    name: str | None,
    clean: bool = True,
    subscription: tuple[str, int] | None = None,
    on_message: Callable[[bytes], None] | None = None,
) -> mqtt.Client:
    """A client with its thread, which connects and subscribes (to channel and qos) again by itself.

    Raises OSError when the broker is away.
    """
    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, name or "", clean_session=clean or not name)
    if subscription and on_message:
        client.on_connect = lambda client, *rest: client.subscribe(*subscription) and None
        client.on_message = lambda client, userdata, message: on_message(bytes(message.payload))
    client.connect(broker, port)
    client.loop_start()
    return client


def disconnect(client: mqtt.Client | None) -> None:
    if client is not None:
        client.disconnect()
        client.loop_stop()
