"""Devices and converters that serve their lines on a TCP port."""

import contextlib
import socket
import threading
import time

import pytest

from logging_core.loggers.readers.tcp import TCPReader
from logging_core.loggers.readers.tcp_client import TCPClientReader
from tests.logging_core.loggers.reading import free_port, records
from tests.support.waiting import until


class Device:
    """Accepts connections and counts them; says what it is told to the last one."""

    def __init__(self, port=0):
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port = self._listener.getsockname()[1]
        self.connections = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                self.connections.append(self._listener.accept()[0])
            except OSError:
                return

    def says(self, data):
        until(lambda: self.connections)
        self.connections[-1].sendall(data)

    def hang_up(self):
        self.connections[-1].close()

    def stop(self):
        with contextlib.suppress(OSError):  # it was stopped before
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self.connections:
            connection.close()


@pytest.fixture
def device():
    made = Device()
    yield made
    made.stop()


@pytest.fixture
def reader(device):
    made = TCPClientReader(host="127.0.0.1", port=device.port)
    made.backoff.first = 0.05
    yield made
    made.close()


def test_lines_are_read_and_the_one_without_end_is_kept_and_counted(device, reader):
    assert reader.read() is None
    device.says(b"one\ntwo\nrest")
    assert records(reader, 2) == ["one", "two"]
    device.hang_up()
    assert records(reader, 1) == ["rest"]
    assert reader.tally.counts["line without its end"] == 1


def test_a_silent_device_keeps_its_one_connection(device, reader):
    end = time.monotonic() + 2
    while time.monotonic() < end:
        assert reader.read() is None
    assert len(device.connections) == 1
    assert reader.trouble is None


def test_a_device_that_hangs_up_or_refuses_is_called_again_and_not_in_a_storm(device, reader):
    assert reader.read() is None
    device.hang_up()
    until(lambda: reader.read() is None and len(device.connections) == 2)
    device.stop()
    until(lambda: reader.read() is None and "cannot be opened" in (reader.trouble or ""))
    again = Device(device.port)
    until(lambda: reader.read() is None and again.connections)
    again.says(b"back\n")
    assert records(reader, 1) == ["back"]
    assert len(again.connections) == 1
    again.stop()


@pytest.mark.parametrize("kind", [TCPClientReader, TCPReader])
def test_records_may_have_a_length_in_place_of_an_end(device, kind):
    port = device.port if kind is TCPClientReader else free_port()
    reader = kind(port=port, max_bytes=4, **({"host": "127.0.0.1"} if kind is TCPClientReader else {}))
    reader.encoding = None
    assert reader.read() is None
    if kind is TCPReader:
        client = socket.create_connection(("127.0.0.1", port))
        client.sendall(b"\x00\n\xff\x01abcdef")
    else:
        device.says(b"\x00\n\xff\x01abcdef")
    assert records(reader, 2) == [b"\x00\n\xff\x01", b"abcd"]
    client.close() if kind is TCPReader else device.hang_up()
    assert records(reader, 1) == [b"ef"]
    reader.close()


def test_bytes_that_are_no_text_are_never_left_out_in_silence(device, reader):
    assert reader.read() is None
    device.says(b"a\xff\xfeb\n")
    assert records(reader, 1) == ["ab"]
    assert reader.tally.counts == {"bytes that are not in the encoding": 1}


def test_a_length_must_be_one():
    with pytest.raises(ValueError, match="max_bytes"):
        TCPReader(port=1, max_bytes=0)
