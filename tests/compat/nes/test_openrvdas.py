"""The frames and requests of OpenRVDAS: its writer posts events with a token, its reader listens without one."""

from datetime import datetime
from typing import Any

import httpx
import pytest

from tests.compat.nes.conftest import API, Server
from tests.compat.nes.talk import Socket

pytestmark = pytest.mark.system
HELLO = {
    "type": "hello",
    "id": "OpenRVDAS_Sealog_Reader",
    "version": "2",
    "subs": ["/ws/status/newEvents", "/ws/status/updateEvents"],
}


def test_the_writer_finds_the_server_and_its_event_is_stored(server: Server) -> None:
    token = server.token_of_new("event_logger")
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    root = server.system.url
    assert httpx.get(f"{root}/sealog-server/restricted", headers=headers, timeout=5).status_code == 200
    answer = httpx.post(f"{root}{API}/events", headers=headers, json=an_event(), timeout=5)
    assert answer.status_code == 201
    stored = answer.json()["insertedEvent"]
    assert stored["event_author"] == "openrvdas"
    assert [option["event_option_value"] for option in stored["event_options"]] == ["-12.5", "underway"]


def an_event() -> dict[str, Any]:
    """Six decimals in the time, a number among the answers."""
    return {
        "event_value": "FROM_OPENRVDAS",
        "event_author": "openrvdas",
        "ts": datetime.utcnow().strftime("%Y-%m-%dT%H:%M:%S.%fZ"),  # noqa: DTZ003  (as the writer does)
        "event_options": [
            {"event_option_name": "temperature", "event_option_value": -12.5},
            {"event_option_name": "mode", "event_option_value": "underway"},
        ],
    }


def test_the_reader_understands_every_frame(server: Server) -> None:
    with server.socket() as socket:
        assert socket.ask(HELLO)["id"] == "OpenRVDAS_Sealog_Reader"
        server.as_admin.post("/events", json=an_event())
        record = read(socket)
    assert record["event_value"] == "FROM_OPENRVDAS"
    assert record["event_option_mode"] == "underway"
    assert abs(record["timestamp"] - datetime.now().timestamp()) < 60  # noqa: DTZ005


def read(socket: Socket) -> dict[str, Any]:
    """What the reader makes of the next publication; it reads keys without a check and times strictly."""
    event = socket.hear()["message"]
    record = {f"event_option_{o['event_option_name']}": o["event_option_value"] for o in event["event_options"]}
    for name in ("event_value", "event_author", "event_free_text"):
        record[name] = event[name]
    taken = datetime.strptime(f"{event['ts']}+0000", "%Y-%m-%dT%H:%M:%S.%fZ%z")
    return {**record, "event_id": event["id"], "timestamp": taken.timestamp()}
