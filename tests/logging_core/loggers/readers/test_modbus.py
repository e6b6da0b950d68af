"""A Modbus device over TCP."""

import asyncio
import threading

import pytest
from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

from logging_core.loggers.readers.modbus import ModBusTCPReader
from logging_core.loggers.wires.modbus_polls import Poll, polls_of
from tests.logging_core.loggers.reading import free_port, records


@pytest.fixture
def device():
    """Registers 0 to 19 that hold 100, 101, ..."""
    port, ready, loop = free_port(), threading.Event(), asyncio.new_event_loop()

    async def run():
        data = SimData(0, values=list(range(100, 120)), datatype=DataType.REGISTERS)
        server = ModbusTcpServer(SimDevice(1, data), address=("127.0.0.1", port))
        await server.serve_forever(background=True)
        ready.set()
        return server

    server = loop.run_until_complete(run())
    threading.Thread(target=loop.run_forever, daemon=True).start()
    yield port
    asyncio.run_coroutine_threadsafe(server.shutdown(), loop).result(5)
    loop.call_soon_threadsafe(loop.stop)


def test_registers_are_polled(device):
    reader = ModBusTCPReader(registers="0:2,5", host="127.0.0.1", port=device, interval=0.1)
    assert records(reader, 2) == [["slave 1: 100 101 102 105"]] * 2
    reader.encoding = None
    assert records(reader, 1) == [[b"\x00\x64\x00\x65\x00\x66\x00\x69"]]
    reader.close()


def test_a_device_that_is_away_is_waited_for():
    reader = ModBusTCPReader(registers="0", host="127.0.0.1", port=free_port())
    assert reader.read() is None
    assert reader.trouble


def test_polls_may_stand_in_a_file():
    text = "polls: [{slave: 2, function: coils, registers: '0:7'}, {registers: [[10, 2]]}]"
    assert polls_of(text) == [Poll(2, "coils", ((0, 8),)), Poll(1, "holding_registers", ((10, 2),))]


@pytest.mark.parametrize(
    "bad", ["polls: 1", "a: 1", "polls: [{registers: 'x'}]", "polls: [{registers: 0, function: f}]"]
)
def test_bad_polls_are_refused(bad):
    with pytest.raises(ValueError, match=r"scan file|registers|function"):
        polls_of(bad)
