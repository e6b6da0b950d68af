"""A client that does not read: it is cut off, the others do not notice, and memory stays as it was (F8)."""

import socket as sockets
import time
from urllib.parse import urlsplit

import psutil
import pytest

from tests.compat.nes.conftest import Server
from tests.compat.nes.talk import Socket
from tests.compat.nes.test_publications import Listening, log

pytestmark = [pytest.mark.system, pytest.mark.faults, pytest.mark.timeout(300)]
TEXT = "x" * 60_000
MANY = 400  # of them, more than what waits in the buffers of the two machines and in our queue


def that_does_not_read(server: Server) -> Socket:
    address = urlsplit(server.system.url)
    narrow = sockets.socket()
    narrow.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
    narrow.connect((address.hostname, address.port))
    return server.socket(sock=narrow, max_queue=1, compression=None)


def memory(server: Server) -> float:
    """Of the web processes together, in MB."""
    children = server.system.children()
    return sum(psutil.Process(pid).memory_info().rss for name, pid in children.items() if "web" in name) / 1e6


def test_who_does_not_read_is_cut_off_and_the_others_get_all(server: Server, listening: Listening) -> None:
    reader = listening("", "newEvents")
    sleepers = [that_does_not_read(server) for _ in range(5)]
    for sleeper in sleepers:
        sleeper.hello("", ["/ws/status/newEvents"])
    for _ in range(10):
        log(server, event_free_text=TEXT)
        reader.published()
    before, begin = memory(server), time.monotonic()
    slowest = 0.0
    for _ in range(MANY):
        event = log(server, event_free_text=TEXT)
        logged = time.monotonic()
        assert reader.published() == ("newEvents", event)
        slowest = max(slowest, time.monotonic() - logged)
    grown = memory(server) - before
    print(f"slowest {slowest * 1000:.0f} ms, memory grew by {grown:.0f} MB in {time.monotonic() - begin:.0f} s")
    assert slowest < 2
    assert grown < 50
    for sleeper in sleepers:
        frames = count_until_closed(sleeper)
        assert frames < MANY


def count_until_closed(socket: Socket) -> int:
    """Wakes up and reads what was sent before the end."""
    return len(socket.everything_until_closed(60))
