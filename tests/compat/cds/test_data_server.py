"""The data server of a running system, spoken to as widgets and loggers do."""

import json
import time
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed

from logging_core.loggers.base.site import Site
from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.readers.cached_data import CachedDataReader
from logging_core.loggers.writers.cached_data import CachedDataWriter
from tests.bench.running import database
from tests.compat.cds.client import Client, new_field
from tests.support.running import System
from tests.support.waiting import until

pytestmark = pytest.mark.system


def count_stored(system: System, name: str) -> int:
    connection = database(system)
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM logging_core_sample JOIN logging_core_stream ON id = stream_id WHERE name = %s",
            [name],
        )
        count = cursor.fetchone()[0]
    connection.close()
    return count


def test_what_one_publishes_others_receive_whichever_process_they_reached(system: System) -> None:
    name, writer = new_field(), Client(system.url)
    readers = [Client(system.url) for _ in range(8)]  # two web processes take turns
    for reader in readers:
        assert reader.subscribe({name: {"seconds": 0}}) == {"type": "subscribe", "status": 200}
    assert writer.publish(**{name: 1.5}) == {"type": "publish", "status": 200}
    assert [reader.wait_for(name) for reader in readers] == [[1.5]] * 8
    for client in (writer, *readers):
        client.close()


def test_a_new_process_has_the_stored_values(system: System) -> None:
    name, now = new_field(), time.time()
    with Client(system.url) as client:
        for number in range(100):
            client.publish(now - 100 + number, {"fields": {name: {"units": "m"}}}, **{name: number})
    until(lambda: count_stored(system, name) == 100, what="the values are stored")
    for process in ("web-1", "web-2"):
        system.wait_back(process, system.kill(process))
    system.wait_ready()
    with Client(system.url) as client:
        assert name in client.ask({"type": "fields"})["data"]
        assert client.ask({"type": "describe", "fields": [name]})["data"] == {name: {"units": "m"}}
        client.subscribe({name: {"seconds": 86_000}})
        assert client.wait_for(name) == list(range(100))


def test_every_request_has_its_answer(system: System) -> None:
    with Client(system.url) as client:
        name = new_field()
        client.publish(**{name: 1})
        assert name in client.ask({"type": "fields"})["data"]
        assert client.ask({"type": "describe", "fields": ["unknown"]}) == {
            "type": "describe",
            "status": 200,
            "data": {"unknown": {}},
        }
        assert client.ask({"type": "describe"})["status"] == 200
        assert client.ask("{") == {"status": 400, "error": "received unparseable JSON"}
        assert client.ask({"type": "x"}) == {"status": 400, "error": "unrecognized request type: x"}
        assert client.ask({"type": ["x"]})["status"] == 400
        assert client.ask({"type": "ready"})["status"] == 400
        assert client.subscribe({name: None}, format="odd") == {"type": "subscribe", "status": 200}
        assert client.ask({"type": "ready"})["error"] == "unrecognized format requested: odd"
        assert client.hear() == {"type": "data", "status": 200, "data": {}}
        assert client.subscribe([name])["status"] == 200
        assert client.ready() == {}


def test_the_client_sets_the_pace(system: System) -> None:
    with Client(system.url) as client:
        client.ask({"type": "subscribe", "fields": {"x": {}}, "interval": 0.5})
        start = time.monotonic()
        for _ in range(4):
            client.ready()
        assert 1.4 < time.monotonic() - start < 4


def test_one_value_needs_no_socket(system: System) -> None:
    name = new_field()
    with Client(system.url) as client:
        client.publish(1_777_636_800.25, **{name: "on"})
    answer = until(lambda: _latest(system, name), what="the value is known in every process")
    assert answer == {"timestamp": 1_777_636_800.25, "value": "on"}
    assert httpx.get(f"{system.url}/latest/none,{name}").json()["none"] is None
    assert name in httpx.get(f"{system.url}/fields").json()["fields"]


def test_what_cannot_be_stored_is_told_in_the_answer_and_in_the_log_of_the_loggers(system: System) -> None:
    name = new_field()
    with Client(system.url) as client:
        answer = client.publish(time.time() + 200_000, **{name: 1})
        cause = "time before 1970 or more than a day ahead"
        assert answer == {"type": "publish", "status": 200, "refused": {cause: 1}}
        assert client.publish(**{name: "x" * 5000})["refused"]
        until(lambda: client.publish(**{name: 1}) and _logged(system, cause), what="a line in the log")
    assert count_stored(system, name)


def _logged(system: System, text: str) -> list[Any]:
    connection = database(system)
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT source FROM logging_core_loggerlog WHERE text LIKE %s", [f"%1 x {text}%"])
        found = cursor.fetchall()
    connection.close()
    return [source for (source,) in found if source == "data server"]


def _latest(system: System, name: str) -> Any:
    return httpx.get(f"{system.url}/latest/{name}").json()[name]


def test_a_reader_and_a_writer_of_ours_meet_here_at_the_usual_address(system: System) -> None:
    name, site = new_field(), Site(data_server=f"127.0.0.1:{system.port}")
    reader = CachedDataReader({"fields": {name: {"seconds": -1}}, "interval": 0.1}, site=site)
    writer = CachedDataWriter("localhost:8766", site=site)
    reader.start()
    writer.write(DASRecord("gyr1", "HDT", time.time(), {name: 12.5}))
    record = until(reader.read, what="the record arrives")
    assert record["fields"] == {name: 12.5}
    assert (writer.trouble, dict(writer.tally.counts)) == (None, {})
    reader.close()
    writer.close()


def test_a_page_of_another_server_may_look_but_not_publish(system: System) -> None:
    with Client(system.url, origin="http://widgets.example") as client:
        assert client.ask({"type": "fields"})["status"] == 200
        assert client.publish(x=1) == {"type": "publish", "status": 403, "error": "you may not publish here"}
    with Client(system.url, origin=system.url) as client:
        assert client.publish(**{new_field(): 1})["status"] == 200


@pytest.mark.parametrize("message", ["x" * 2_000_000, b"\xff\xfe"])
def test_junk_harms_nobody(system: System, message: str | bytes) -> None:
    with Client(system.url) as client:
        client.socket.send(message)
        try:
            assert json.loads(client.socket.recv(timeout=10))["status"] == 400
        except ConnectionClosed as closed:
            assert closed.rcvd is not None
            assert closed.rcvd.code == 1009
    with Client(system.url) as client:
        assert client.ask({"type": "fields"})["status"] == 200
