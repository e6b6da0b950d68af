"""MQTT topics through a broker."""

import pytest

from logging_core.loggers.base.component import NotNow
from logging_core.loggers.readers.mqtt import MQTTReader
from logging_core.loggers.writers.mqtt import MQTTWriter
from tests.logging_core.loggers.mqtt_broker import Broker
from tests.logging_core.loggers.reading import free_port, records
from tests.support.waiting import until


@pytest.fixture
def broker():
    made = Broker(free_port())
    yield made
    made.stop()


@pytest.mark.parametrize("qos", [0, 1])
def test_messages_go_from_writer_to_reader(broker, qos):
    port = broker.server_address[1]
    reader = MQTTReader(broker="127.0.0.1", channel="ship/gyro", client_name="reader", port=port)
    writer = MQTTWriter(broker="127.0.0.1", channel="ship/gyro", qos=qos, port=port)
    until(lambda: reader.read() is None and broker.subscribers)
    writer.write("218.53")
    assert records(reader, 1) == ["218.53"]
    writer.close()
    reader.close()


def test_a_broker_that_is_away_is_waited_for():
    reader = MQTTReader(broker="127.0.0.1", channel="a", client_name="r", port=free_port())
    assert reader.read() is None
    assert reader.trouble
    with pytest.raises(NotNow):
        MQTTWriter(broker="127.0.0.1", channel="a", port=free_port()).write("x")
