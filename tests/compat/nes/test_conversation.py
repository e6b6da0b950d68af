"""Section 3 of the contract frame by frame, against a running server (acceptance checks 28 to 31)."""

import json
import time
from typing import Any

import pytest

from tests.compat.nes.conftest import Server
from tests.compat.nes.talk import ALL_PATHS, Socket

pytestmark = pytest.mark.system
HEARTBEAT = {"interval": 15000, "timeout": 5000}
NEW = "/ws/status/newEvents"


@pytest.mark.parametrize("path", ["/ws", "/", "/ws/", "/sealog-server/anything", "/live/"])
@pytest.mark.parametrize("origin", [None, "http://elsewhere.example:8080"])
def test_a_hello_without_a_token_is_answered_on_every_path(server: Server, path: str, origin: str | None) -> None:
    with server.socket(path, origin=origin) as socket:
        answer = socket.hello()
    assert answer.keys() == {"type", "id", "heartbeat", "socket"}
    assert (answer["type"], answer["id"], answer["heartbeat"]) == ("hello", "test", HEARTBEAT)
    assert isinstance(answer["socket"], str)


def test_our_own_live_socket_still_wants_our_origin_and_a_session(server: Server) -> None:
    with pytest.raises(Exception, match="403"), server.socket("/live", origin="http://elsewhere.example"):
        pass
    with server.socket("/live", origin=server.system.url) as socket:
        assert socket.wait_closed() == 4401


def test_all_14_subscriptions_exist(server: Server) -> None:
    with server.socket() as socket:
        assert socket.hello(subs=ALL_PATHS)["heartbeat"] == HEARTBEAT


def test_an_unknown_subscription_in_a_hello_is_named_and_the_hello_is_used_up(server: Server) -> None:
    with server.socket() as socket:
        assert socket.hello(subs=[NEW, "/ws/status/nothing"]) == refusal(
            404, "Subscription not found", "Not Found", type="hello", id="test", path="/ws/status/nothing"
        )
        assert socket.hello()["payload"]["message"] == "Connection already initialized"


@pytest.mark.parametrize("id", [1, 17.5, "OpenRVDAS_Sealog_Reader", True, [1], {"a": 1}, "ünï"])
def test_ids_come_back_as_they_were_sent(server: Server, id: Any) -> None:
    with server.socket() as socket:
        answers = [socket.hello(id=id), socket.ask({"type": "sub", "id": id, "path": NEW})]
    assert [answer["id"] for answer in answers] == [id, id]


def refusal(status: int, message: str, error: str = "Bad Request", **more: Any) -> dict[str, Any]:
    return {"statusCode": status, "payload": {"error": error, "message": message}, **more}


def asked(type: str, **fields: Any) -> dict[str, Any]:
    return {"type": type, "id": 7, **fields}


HELLO = asked("hello", version="2")
BEFORE_HELLO = [
    ("not JSON", refusal(400, "Cannot parse message", type="error")),
    ("", refusal(400, "Cannot parse message", type="error")),
    ("[1]", refusal(400, "Cannot parse message", type="error")),
    ("null", refusal(400, "Cannot parse message", type="error")),
    ('{"type": "ping", "id": NaN}', refusal(400, "Cannot parse message", type="error")),
    ("+half of a message", refusal(400, "Cannot parse message", type="error")),
    ({"id": 7}, refusal(400, "Cannot parse message", type="error")),
    ({"type": "", "id": 7}, refusal(400, "Cannot parse message", type="error")),
    ({"type": "ping"}, refusal(400, "Message missing id", type="ping")),
    ({"type": "hello", "version": "2"}, refusal(400, "Message missing id", type="hello")),
    ({"type": "ping", "id": 0}, refusal(400, "Message missing id", type="ping", id=0)),
    ({"type": "ping", "id": ""}, refusal(400, "Message missing id", type="ping", id="")),
    (asked("sub", path=NEW), refusal(400, "Connection is not initialized", type="sub", id=7)),
    (asked("strange"), refusal(400, "Connection is not initialized", type="strange", id=7)),
    (
        asked("hello", version="1"),
        refusal(400, "Incorrect protocol version (expected 2 but received 1)", type="hello", id=7),
    ),
    (
        asked("hello"),
        refusal(400, "Incorrect protocol version (expected 2 but received none)", type="hello", id=7),
    ),
]
AFTER_HELLO = [
    (HELLO, refusal(400, "Connection already initialized", type="hello", id=7)),
    (asked("strange"), refusal(400, "Unknown message type", type="strange", id=7)),
    (asked("reinit"), refusal(400, "Unknown message type", type="reinit", id=7)),
    ({"type": ["sub"], "id": 7}, refusal(400, "Unknown message type", type=["sub"], id=7)),
    (asked("sub", path="/nothing"), refusal(404, "Subscription not found", "Not Found", type="sub", id=7)),
    (asked("sub", path=f"{NEW}/"), refusal(404, "Subscription not found", "Not Found", type="sub", id=7)),
    (
        asked("sub", path=f"{NEW}?a=1"),
        refusal(400, "Subscription path cannot contain query", type="sub", id=7),
    ),
    (asked("sub"), refusal(400, "Message missing path", type="sub", id=7)),
    (asked("sub", path=NEW), asked("sub", path=NEW)),
    (asked("unsub", path=NEW), asked("unsub")),
    (asked("unsub", path="/never/subscribed"), asked("unsub")),
    (asked("request", path="/"), refusal(400, "Message missing method", type="request", id=7)),
    (asked("request", method="GET"), refusal(400, "Message missing path", type="request", id=7)),
    (
        asked("request", method="GET", path="/", headers={"Authorization": "Bearer x"}),
        refusal(400, "Cannot include an Authorization header", type="request", id=7),
    ),
    (
        asked("request", method="GET", path="/ws/execute_output"),
        asked("request", statusCode=200, payload="connection request received"),
    ),
    (
        asked("request", method="get", path="execute_output"),
        asked("request", statusCode=200, payload="connection request received"),
    ),
    (
        asked("request", method="GET", path="/sealog-server/api/v1/events"),
        asked(
            "request",
            statusCode=404,
            payload={"statusCode": 404, "error": "Not Found", "message": "Not Found"},
        ),
    ),
    (asked("reauth"), asked("reauth")),
    (asked("reauth", auth={"headers": {"Authorization": "Bearer stale"}}), asked("reauth")),
    (asked("message", message="hi"), refusal(501, "Not Implemented", "Not Implemented", type="message", id=7)),
]


@pytest.mark.parametrize(("frame", "answer"), BEFORE_HELLO)
def test_before_the_hello(server: Server, frame: Any, answer: dict[str, Any]) -> None:
    with server.socket() as socket:
        assert socket.ask(frame) == answer
        assert socket.hello()["type"] == "hello", "a mistake does not use up the hello"


@pytest.mark.parametrize(("frame", "answer"), AFTER_HELLO)
def test_after_the_hello(server: Server, frame: Any, answer: dict[str, Any]) -> None:
    with server.socket() as socket:
        socket.hello()
        assert socket.ask(frame) == answer


def test_a_frame_in_bytes_is_read_like_one_in_text(server: Server) -> None:
    with server.socket() as socket:
        assert socket.ask(json.dumps(HELLO).encode())["type"] == "hello"


def test_who_says_no_hello_within_5_seconds_is_closed_also_when_he_pings(server: Server) -> None:
    with server.socket() as socket:
        begin = time.monotonic()
        socket.say({"type": "ping", "id": 1})
        socket.wait_closed(8)
        assert 4 < time.monotonic() - begin < 7


def test_the_silent_are_pinged_and_closed_and_who_answers_stays(server: Server) -> None:
    with server.socket(answers_pings=False) as silent, server.socket() as speaking:
        silent.hello()
        speaking.hello()
        with pytest.raises(TimeoutError):
            speaking.hear(35)
        assert speaking.pings in (2, 3)
        silent.wait_closed(1)
        assert silent.pings in (1, 2)


@pytest.mark.parametrize("size", [70_000, 2_000_000])
def test_a_frame_that_is_too_large_closes_the_socket(server: Server, size: int) -> None:
    with server.socket() as socket:
        socket.hello()
        socket.say({"type": "sub", "id": 1, "path": "x" * size})
        assert socket.wait_closed() == 1009


def test_junk_without_end_closes_the_socket(server: Server) -> None:
    with server.socket() as socket:
        for _ in range(150):
            junk(socket)
        assert socket.wait_closed() == 1008


def junk(socket: Socket) -> None:
    try:
        socket.say("junk")
    except Exception as problem:
        assert "1008" in str(problem)
