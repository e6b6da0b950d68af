"""Writers to other programs."""

import http.server
import threading
import time

import pytest

from logging_core.loggers.base.component import NotNow, Writer
from logging_core.loggers.base.site import Site
from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.writers.database import DatabaseWriter
from logging_core.loggers.writers.influxdb import InfluxDBWriter
from logging_core.loggers.writers.logger_manager import LoggerManagerWriter
from logging_core.loggers.writers.timeout import TimeoutWriter
from tests.support.waiting import until

RECORD = DASRecord("seap", timestamp=1.5, fields={"Lat": 22.0, "Mode": "A", "Count": 3, "Bad": None})


class Kept(Writer):
    local = True

    def __init__(self):
        super().__init__()
        self.records = []

    def write(self, record):
        self.records.append(record)


class Server(http.server.BaseHTTPRequestHandler):
    status = [204]
    bodies: list = []

    def do_POST(self):
        self.bodies.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(self.status[0])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def influx():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Server.bodies.clear()
    Server.status[0] = 204
    yield Site(influxdb={"url": f"http://127.0.0.1:{server.server_port}", "org": "ship", "auth_token": "t"})
    server.shutdown()
    server.server_close()


def test_points_have_measurement_sensor_and_tags(influx):
    tags = {
        "ship": "NBP",
        "kind": {"value": "gps", "filter": ["Lat"]},
        "other": {"value": "x", "filter": "No", "default": "y"},
    }
    writer = InfluxDBWriter(bucket_name="b", tags=tags, site=influx)
    writer.write_batch([RECORD, {"data_id": "d", "timestamp": 2.0, "fields": {"x": 1}}, "text"])
    first, second = Server.bodies[0].splitlines()
    assert first.startswith("seap,kind=gps,other=y,sensor=seap,ship=NBP ")
    assert "Lat=22" in first
    assert 'Mode="A"' in first
    assert first.endswith(" 1500000000")
    assert second.startswith("d,")
    assert writer.tally.counts == {"not a type for InfluxDBWriter": 1}
    writer.close()


def test_a_server_in_trouble_is_waited_for_and_a_refusal_counted(influx):
    writer = InfluxDBWriter(bucket_name="b", site=influx)
    Server.status[0] = 422
    writer.write(RECORD)
    assert writer.tally.counts == {"refused by InfluxDB": 1}
    Server.status[0] = 503
    with pytest.raises(NotNow):
        writer.write(RECORD)
    assert writer.trouble
    writer.close()


def test_without_a_server_everything_is_counted():
    writer = InfluxDBWriter(bucket_name="b")
    writer.write(RECORD)
    assert writer.tally.total() == 1
    assert writer.cautions()


def test_values_go_to_the_store_of_the_site_and_wait_while_it_is_away():
    stored, away = [], [True]

    def store(records):
        if away[0]:
            raise ConnectionError("database away")
        stored.extend(records)

    writer = DatabaseWriter(database="old", site=Site(store=store))
    with pytest.raises(NotNow):
        writer.write_batch([RECORD])
    away[0] = False
    time.sleep(0.6)
    writer.write_batch([RECORD, {"data_id": "b", "timestamp": 1.0, "fields": {"x": 1}}, "text"])
    assert [record.data_id for record in stored] == ["seap", "b"]
    assert writer.tally.counts == {"not a type for DatabaseWriter": 1}


def test_commands_go_one_by_one_and_only_the_allowed():
    given = []
    writer = LoggerManagerWriter(allowed_prefixes=["set_active_mode"], site=Site(command=given.append))
    writer.write("set_active_mode a; sleep 0; set_active_mode b;quit")
    assert given == ["set_active_mode a", "set_active_mode b"]
    assert writer.tally.counts == {"command not allowed": 1}


def test_silence_is_told_by_itself_and_its_end_too():
    kept = Kept()
    writer = TimeoutWriter(writer=kept, timeout=0.2, message="silent", resume_message="back")
    writer.start()
    until(lambda: kept.records == ["silent"])
    writer.write("x")
    assert kept.records == ["silent", "back"]
    writer.close()
