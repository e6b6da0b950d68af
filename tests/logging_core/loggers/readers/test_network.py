"""UDP, TCP, HTTP, WebSocket and Redis, over real sockets."""

import http.server
import json
import socket
import subprocess
import sys
import threading

import pytest

from logging_core.loggers.base.component import NotNow
from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.readers.http import HTTPReader
from logging_core.loggers.readers.redis_channel import RedisReader
from logging_core.loggers.readers.tcp import TCPReader
from logging_core.loggers.readers.udp import UDPReader
from logging_core.loggers.readers.websocket import WebsocketReader
from logging_core.loggers.writers.redis_channel import RedisWriter
from logging_core.loggers.writers.tcp import TCPWriter
from logging_core.loggers.writers.udp import UDPWriter
from logging_core.loggers.writers.websocket import WebsocketWriter
from sealog.embedded.valkey import program
from tests.logging_core.loggers.reading import free_port, records
from tests.support.waiting import until


@pytest.fixture
def udp():
    """A reader that listens and a function that sends it datagrams."""
    port = free_port(socket.SOCK_DGRAM)
    reader = UDPReader(port=port)
    reader.encoding_errors = "ignore"
    assert reader.read() is None
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        yield reader, port, lambda data: sender.sendto(data, ("127.0.0.1", port))
    reader.close()


def test_a_datagram_is_a_record_and_an_empty_one_is_nothing(udp):
    reader, _, send = udp
    send(b"")
    send(b"$HEHDT,218.53,T*12")
    assert records(reader, 1) == ["$HEHDT,218.53,T*12"]


def test_binary_noise_is_a_record_too(udp):
    reader, _, send = udp
    send(bytes(range(128, 256)))
    send(b"after\xff")
    assert records(reader, 1) == ["after"]


def test_a_datagram_may_hold_several_records(udp):
    reader, _, send = udp
    reader.eol = "\n"
    send(b"a\nb\n")
    send(b"c\n")
    assert records(reader, 2) == [["a", "b"], "c"]


def test_blank_records_of_a_datagram_are_kept_when_asked(udp):
    reader, _, send = udp
    reader.eol, reader.allow_empty = "\r\n", True
    send(b"a\r\n\r\nb\r\n")
    assert records(reader, 1) == [["a", "", "b"]]


def test_a_datagram_is_cut_before_it_is_decoded(udp):
    reader, _, send = udp
    reader.eol, reader.encoding = "\n", "hex"
    send(b"\xff\x00\nA")
    assert records(reader, 1) == [["ff00", "41"]]


def test_a_long_record_goes_in_pieces_and_comes_whole(udp):
    reader, port, _ = udp
    writer = UDPWriter(port=port, destination="127.0.0.1")
    text = "0123456789" * 20_000
    writer.write(text)
    assert records(reader, 1) == [text]
    writer.close()


def test_records_are_sent_as_json(udp):
    reader, port, _ = udp
    writer = UDPWriter(port=str(port), destination="127.0.0.1")
    writer.write([DASRecord("a", timestamp=1.0, fields={"x": float("nan")}), "text"])
    first, second = records(reader, 2)
    assert json.loads(first)["fields"] == {"x": None}
    assert second == "text"
    writer.close()


def test_an_unreachable_destination_is_counted_and_does_not_block():
    writer = UDPWriter(port=9, destination="no-such-host.invalid")
    assert not writer.local
    with pytest.raises(NotNow):
        writer.write("x")
    assert writer.trouble


def test_multicast_needs_an_interface():
    with pytest.raises(ValueError, match="mc_interface"):
        UDPWriter(port=1, destination="224.1.1.1")


def test_tcp_clients_come_and_go_and_may_be_silent():
    reader = TCPReader(port=free_port(), eol="\\r\\n")
    assert reader.read() is None
    silent = socket.create_connection(("127.0.0.1", reader.port))
    assert reader.read() is None
    silent.close()
    with socket.create_connection(("127.0.0.1", reader.port)) as client:
        client.sendall(b"one\r\ntwo\r\nrest")
        assert records(reader, 2) == ["one", "two"]
    assert records(reader, 1) == ["rest"]
    assert reader.tally.counts == {"line without its end": 1}
    reader.close()


def test_a_tcp_writer_comes_back_when_its_peer_does():
    port = free_port()
    writer = TCPWriter(destination="127.0.0.1", port=port, eol="\\n")
    with pytest.raises(NotNow):
        writer.write("early")
    reader = TCPReader(port=port)
    assert reader.read() is None
    until(lambda: _written(writer, "late"))
    assert records(reader, 1) == ["late"]
    writer.close()
    reader.close()


def _written(writer, text):
    try:
        writer.write(text)
    except NotNow:
        return False
    return True


class Answers(http.server.BaseHTTPRequestHandler):
    status = [200]

    def do_GET(self):
        self.send_response(self.status[0])
        self.end_headers()
        self.wfile.write(b"21.5")

    do_POST = do_GET

    def log_message(self, *args):
        pass


@pytest.fixture
def web():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_an_address_is_asked_again_after_failures(web):
    reader = HTTPReader(url=web, interval=0.1)
    Answers.status[0] = 500
    until(lambda: reader.read() is None and reader.trouble)
    Answers.status[0] = 200
    assert records(reader, 2) == ["21.5", "21.5"]
    assert reader.tally.counts["request failed"] == 1
    assert reader.trouble is None


def test_only_web_addresses_are_asked():
    with pytest.raises(ValueError, match="http"):
        HTTPReader(url="file:///etc/passwd")


def test_every_websocket_client_gets_every_record():
    port = free_port()
    writer = WebsocketWriter(uri=f"ws://127.0.0.1:{port}")
    readers = [WebsocketReader(uri=f"ws://127.0.0.1:{port}") for _ in range(2)]
    assert readers[0].read() is None
    assert readers[0].trouble
    writer.write("nobody hears this")
    until(lambda: all(reader.read() is None and reader.is_open for reader in readers))
    until(lambda: len(writer._clients) == 2)
    writer.write("heard")
    assert [records(reader, 1) for reader in readers] == [["heard"], ["heard"]]
    for part in (*readers, writer):
        part.close()


@pytest.fixture
def broker(tmp_path):
    """A Valkey server on a port of its own."""
    port = free_port()
    command = [str(program()), "--port", str(port), "--dir", str(tmp_path), "--save", ""]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        yield port
        process.terminate()


def test_a_redis_channel_carries_records(broker):
    channel = f"gyro@127.0.0.1:{broker}"
    reader, writer = RedisReader(channel=channel), RedisWriter(channel=channel)
    until(lambda: reader.read() is None and reader.is_open)
    writer.write("218.5")
    assert records(reader, 1) == ["218.5"]
    reader.close()
    writer.close()


def test_a_broker_that_is_away_is_waited_for():
    reader = RedisReader(channel=f"a@127.0.0.1:{free_port()}")
    assert reader.read() is None
    assert reader.trouble
    with pytest.raises(NotNow):
        RedisWriter(channel=f"a@127.0.0.1:{free_port()}").write("x")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
def test_datagrams_that_the_system_drops_are_counted():
    reader = UDPReader(port=free_port(socket.SOCK_DGRAM), interface="127.0.0.1")
    reader.read()
    made = reader._socket
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for number in range(1000):
            sender.sendto(b"%d" % number, ("127.0.0.1", reader.port))
    got = []
    while (record := reader.read()) is not None:
        got.append(record)
    until(lambda: reader.read() or reader.tally.total())
    assert reader.tally.counts == {"dropped by the system, not read in time": 1000 - len(got)}
    reader.close()
