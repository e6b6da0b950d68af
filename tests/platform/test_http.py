"""The HTTP door: whole requests for threads, true addresses, no error for odd bytes."""

import asyncio
import signal
import socket
import subprocess

import httpx
import pytest
from django.test import override_settings

from sealog.processes.listener import listen
from sealog.processes.table import processes
from sealog.whole_body import MOST, WholeBody
from tests.support.running import System


def body(*pieces: bytes) -> list[dict]:
    messages = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    messages[-1]["more_body"] = False
    return messages


async def call(messages: list[dict], query: bytes = b"") -> tuple[int, list[dict], dict]:
    """Gives how many messages were taken before the application began, what it read, and its scope."""
    waiting, seen, taken_before, scope_seen = iter(messages), [], [0], {}
    taken = 0

    async def receive() -> dict:
        nonlocal taken
        taken += 1
        return next(waiting)

    async def application(scope: dict, read, _send) -> None:
        taken_before[0] = taken
        scope_seen.update(scope)
        while (message := await read()).get("more_body"):
            seen.append(message)
        seen.append(message)

    async def send(_message: dict) -> None:
        pytest.fail("nothing is answered here")

    await WholeBody(application)({"type": "http", "query_string": query}, receive, send)
    return taken_before[0], seen, scope_seen


async def test_a_small_body_is_complete_before_a_thread_begins() -> None:
    messages = body(b"a", b"b", b"c")
    assert (await call(messages))[:2] == (3, messages)


async def test_a_large_body_streams() -> None:
    messages = body(*[b"x" * (MOST // 4)] * 12)
    taken, seen, _ = await call(messages)
    assert taken == 4
    assert seen == messages


async def test_a_caller_who_left_costs_no_thread() -> None:
    gone = [{"type": "http.request", "body": b"a", "more_body": True}, {"type": "http.disconnect"}]
    assert await call(gone) == (0, [], {})


async def test_bytes_outside_ascii_in_a_query_arrive_percent_encoded() -> None:
    _, _, scope = await call(body(b""), query=b"q=\xc3\xa9&a=%20+b")
    assert scope["query_string"] == b"q=%C3%A9&a=%20+b"


@pytest.mark.system
def test_odd_requests_get_an_answer_below_500(system: System) -> None:
    for line in (b"GET /?q=\xff\xfe HTTP/1.1", b"GET /%ff%00 HTTP/1.1", b"GET /\xff HTTP/1.1", b"BREW / HTTP/1.1"):
        with socket.create_connection(("127.0.0.1", system.port), timeout=5) as caller:
            caller.sendall(line + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            status = int(caller.recv(100).split()[1])
            assert 200 <= status < 500, line


@pytest.mark.system
def test_slow_senders_do_not_hold_the_threads(system: System) -> None:
    head = b"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\nx"
    slow = [socket.create_connection(("127.0.0.1", system.port)) for _ in range(60)]
    for caller in slow:
        caller.sendall(head)
    try:
        assert system.get("/login", 5).status_code < 600
    finally:
        for caller in slow:
            caller.close()


@pytest.mark.system
async def test_many_open_requests_are_answered(system: System) -> None:
    async def ask() -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", system.port)
        writer.write(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = await reader.readline()
        writer.close()
        return answer

    answers = await asyncio.gather(*(ask() for _ in range(500)))
    assert {answer.split()[1] for answer in answers} == {b"200"}


@pytest.mark.parametrize(("behind_proxy", "seen"), [(False, "http://127.0.0.1"), (True, "https://192.0.2.7")])
def test_the_address_of_the_caller_is_believed_from_a_proxy_only(behind_proxy: bool, seen: str) -> None:
    with override_settings(TLS=behind_proxy, WEB_PROCESSES=1), listen("127.0.0.1", 0) as listener:
        (web,) = [row for row in processes(listener.fileno()) if row.name == "web-1"]
        command = [word.replace("sealog.asgi", "tests.support.echo") for word in web.command()]
        server = subprocess.Popen(command, pass_fds=web.sockets)
        claim = {"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "https"}
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        assert httpx.get(url, headers=claim, timeout=20).text == seen
        server.terminate()
        assert server.wait(10) in {0, -signal.SIGTERM}
