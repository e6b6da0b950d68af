"""Records between programs of one host, by a Unix socket."""

import hashlib
import secrets
import tempfile
from pathlib import Path

import pytest

from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.readers.channel import SocketReader
from logging_core.loggers.writers.channel import SocketWriter
from tests.logging_core.loggers.reading import records


@pytest.fixture
def channel():
    return f"test {secrets.token_hex(4)}"


@pytest.fixture
def pair(channel):
    reader, writer = SocketReader(channel=channel), SocketWriter(channel=channel)
    yield reader, writer
    reader.close()
    writer.close()


def test_records_go_from_writer_to_reader(pair, channel):
    reader, writer = pair
    assert reader.read() is None
    digits = hashlib.md5(channel.encode()).hexdigest()[:8]
    assert (Path(tempfile.gettempdir()) / f"ipc_socket_{digits}").is_socket()
    writer.write(["one", DASRecord("a", timestamp=1.0), ""])
    one, record = records(reader, 2)
    assert one == "one"
    assert DASRecord.from_json(record).data_id == "a"


def test_what_nobody_hears_is_dropped_and_counted(pair):
    reader, writer = pair
    writer.write("early")
    assert writer.tally.counts == {"nobody listens": 1}
    reader.read()
    writer.write("heard")
    assert records(reader, 1) == ["heard"]
    for number in range(2000):
        writer.write(str(number))
    assert writer.tally.counts["the reader is too slow"] > 0
    assert records(reader, 2) == ["0", "1"]


def test_a_record_that_is_too_large_is_cut_and_counted(channel):
    reader, writer = SocketReader(channel=channel, buffer_size=4, keep_binary=True), SocketWriter(channel=channel)
    reader.read()
    writer.write(b"12345678")
    assert records(reader, 1) == [b"1234"]
    assert reader.tally.counts == {"record cut, larger than buffer_size": 1}
    reader.close()
    writer.close()


def test_the_socket_of_a_killed_reader_is_taken_over_and_that_of_a_living_one_is_not(channel):
    killed = SocketReader(channel=channel)
    killed.read()
    killed._socket.close()  # as the system does
    living = SocketReader(channel=channel)
    assert living.read() is None
    assert living.trouble is None
    second = SocketReader(channel=channel)
    assert second.read() is None
    assert "in use" in second.trouble
    living.close()
