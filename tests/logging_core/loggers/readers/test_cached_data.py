"""The cached data server's protocol, from both sides of a small server."""

import json
import threading

import pytest
from websockets.sync.server import serve

from logging_core.loggers.base.component import NotNow
from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.readers.cached_data import CachedDataReader
from logging_core.loggers.writers.cached_data import CachedDataWriter
from tests.logging_core.loggers.reading import free_port, records
from tests.support.waiting import until


class DataServer:
    """Keeps what is published, and gives everything new to the one subscriber."""

    def __init__(self, port):
        self.published, self.requests = [], []
        self._server = serve(self._serve, "127.0.0.1", port)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _serve(self, client):
        sent = 0
        for message in client:
            request = json.loads(message)
            self.requests.append(request)
            answer = {"type": request["type"], "status": 200}
            if request["type"] == "publish":
                self.published.append(request["data"])
            if request["type"] == "ready":
                news = {}
                for data in self.published[sent:]:
                    for name, value in data["fields"].items():
                        news.setdefault(name, []).append([data["timestamp"], value])
                sent = len(self.published)
                answer = {"type": "data", "status": 200, "data": news}
            client.send(json.dumps(answer))

    def stop(self):
        self._server.shutdown()


@pytest.fixture
def server():
    port = free_port()
    made = DataServer(port)
    made.port = port
    yield made
    made.stop()


def test_values_go_through_the_server(server):
    reader = CachedDataReader(data_server=f"127.0.0.1:{server.port}", subscription={"fields": ["x", "y"]})
    writer = CachedDataWriter(data_server=f"127.0.0.1:{server.port}")
    assert reader.read() is None
    assert server.requests[0] == {"type": "subscribe", "fields": {"x": {"seconds": 0}, "y": {"seconds": 0}}}
    writer.write(DASRecord("a", timestamp=2.0, fields={"x": 1, "y": 2}))
    writer.write({"timestamp": 3.0, "fields": {"x": 4}})
    assert records(reader, 2) == [
        {"timestamp": 2.0, "fields": {"x": 1, "y": 2}},
        {"timestamp": 3.0, "fields": {"x": 4}},
    ]
    reader.close()
    writer.close()


def test_records_come_as_a_list_with_a_data_id(server):
    server.published.append({"timestamp": 2.0, "fields": {"x": 1}})
    reader = CachedDataReader(
        data_server=f"127.0.0.1:{server.port}",
        subscription={"fields": {"x": {"seconds": 10}}},
        return_das_record=True,
        data_id="snap",
    )
    assert records(reader, 1) == [[DASRecord("snap", timestamp=2.0, fields={"x": 1})]]
    reader.close()


def test_both_wait_for_a_server_that_is_away():
    port = free_port()
    writer = CachedDataWriter(data_server=f":{port}", max_backup=5)
    reader = CachedDataReader(data_server=f"localhost:{port}", subscription={"fields": ["x"]})
    with pytest.raises(NotNow):
        writer.write({"timestamp": 1.0, "fields": {"x": 1}})
    assert reader.read() is None
    assert reader.trouble
    server = DataServer(port)
    until(lambda: reader.read() is None and reader.is_open)
    server.stop()
    reader.close()


def test_a_subscription_without_fields_is_refused():
    with pytest.raises(ValueError, match="fields"):
        CachedDataReader(subscription={})
