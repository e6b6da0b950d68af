"""Readers that ask again and again: sensors of the kernel, functions of the site, telescope systems."""

import math
import socketserver
import threading
from datetime import UTC, datetime

import pytest

from logging_core.loggers.base.site import Site
from logging_core.loggers.definition.loading import load
from logging_core.loggers.readers.iio import BME280Reader, BME688Reader
from logging_core.loggers.readers.ng import NGReader, degrees
from logging_core.loggers.readers.one_wire import OneWireReader
from logging_core.loggers.readers.poller import PollerReader
from logging_core.loggers.wires import kernel_sensors
from tests.logging_core.loggers.reading import free_port, records
from tests.support.waiting import until


@pytest.fixture
def kernel(tmp_path, monkeypatch):
    """Folders as the kernel shows them."""
    air = {"in_temp_input": "21500", "in_humidityrelative_input": "45250", "in_pressure_input": "101.325"}
    for number, (name, more) in enumerate({"bme280": {}, "bme680": {"in_resistance_input": "12946"}}.items()):
        write(tmp_path / "iio" / f"iio:device{number}", {"name": f"{name}\n", **air, **more})
    for address, value in {"28-01": "20125\n", "28-02": "-1500\n", "28-03": ""}.items():
        write(tmp_path / "w1" / address, {"temperature": value})
    (tmp_path / "w1" / "w1_bus_master1").mkdir()
    monkeypatch.setattr(kernel_sensors, "IIO", tmp_path / "iio")
    monkeypatch.setattr(kernel_sensors, "ONE_WIRE", tmp_path / "w1")
    return tmp_path


def write(folder, files):
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text)


def test_air_sensors_give_temperature_humidity_and_pressure(kernel):
    assert records(BME280Reader(), 1) == ["21.50 45.25 1013.25"]
    assert records(BME280Reader(temp_in_f=True, pressure_in_inches=True), 1) == ["70.70 45.25 29.92"]
    assert records(BME688Reader(), 1) == ["21.50 45.25 1013.25 12946.00"]


def test_a_sensor_that_is_not_there_is_waited_for(kernel):
    name = kernel / "iio" / "iio:device0" / "name"
    name.write_text("other")
    reader = BME280Reader()
    assert reader.read() is None
    assert "knows no bme280" in reader.trouble
    name.write_text("bme280")
    assert records(reader, 1)
    (name.parent / "in_temp_input").write_text("nonsense")
    until(lambda: reader.read() is None and "holds no number" in (reader.trouble or ""))


def test_thermometers_of_a_bus_and_the_one_that_does_not_answer(kernel):
    assert records(OneWireReader(), 1) == ["20.125 -1.5 9999"]
    assert records(OneWireReader(mac_addresses=["28-02"], temp_in_f=True), 1) == ["29.3"]
    missing = OneWireReader(mac_addresses=["28-99"], sensor_missing_value=-1)
    assert records(missing, 1) == ["-1"]
    assert missing.tally.counts == {"a sensor does not answer": 1}
    with pytest.raises(ValueError, match="mac_addresses"):
        OneWireReader(mac_addresses=["../../etc"])


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A site with a plug-in package of pollers."""
    write(tmp_path / "mountain", {"__init__.py": "", "weather.py": PLUGIN})
    monkeypatch.syspath_prepend(str(tmp_path))
    return Site(base_dir=tmp_path, plugin_packages=frozenset({"mountain"}))


PLUGIN = """
import threading
from datetime import UTC, datetime
from decimal import Decimal

calls = []
free = threading.Event()
times = 3.5

def getdata(address="none", fail=False):
    calls.append(address)
    if fail and len(calls) < 3:
        raise RuntimeError("the device is warming up")
    return {"temp": Decimal("1.5"), "ok": True, "note": "x", "bad": float("nan"), "none": None, "at": address}

def rows():
    return [{"timestamp": 100.0 + n, "n": n} for n in range(2)] + [
        {"timestamp": datetime(2026, 5, 1, tzinfo=UTC), "n": 2}, {"timestamp": "late", "n": 3}, "nonsense"]

def nothing():
    return None

def hangs():
    free.wait(30)
    return {"n": 1}
"""


def test_a_function_of_the_site_gives_the_columns_of_a_row(site):
    reader = PollerReader("mountain.weather.getdata", 0.05, {"address": "10.0.0.1"}, "wx", site=site)
    (first,), (second,) = records(reader, 2)
    fields = {"temp": 1.5, "ok": True, "note": "x", "bad": None, "none": None, "at": "10.0.0.1"}
    assert (first["data_id"], first["fields"]) == ("wx", fields)
    assert 0 < second["timestamp"] - first["timestamp"] < 5


def test_several_rows_have_their_own_times(site):
    reader = PollerReader(function="mountain.weather.rows", interval=10, site=site)
    (rows,) = records(reader, 1)
    assert [row["fields"]["n"] for row in rows] == [0, 1, 2, 3]
    assert [row["timestamp"] for row in rows[:3]] == [100.0, 101.0, datetime(2026, 5, 1, tzinfo=UTC).timestamp()]
    assert reader.tally.counts == {"not a type for PollerReader": 1, "not a time, now was taken": 1}


def test_a_function_that_fails_is_called_again(site):
    reader = PollerReader("mountain.weather.getdata", 0.02, {"fail": True}, site=site)
    reader.backoff.first = 0.02
    from mountain import weather

    weather.calls.clear()
    assert records(reader, 1)
    assert reader.tally.counts == {"connection lost": 2}
    assert "warming up" in reader.tally.examples["connection lost"]


def test_a_function_that_hangs_is_told_and_not_called_twice(site):
    reader = PollerReader("mountain.weather.hangs", 0.02, timeout=0.3, site=site)
    until(lambda: reader.read() is None and reader.trouble)
    assert reader.read() is None
    assert reader.tally.counts == {"no answer in time": 1}
    from mountain import weather

    weather.free.set()
    assert records(reader, 1)[0][0]["fields"] == {"n": 1}
    assert reader.trouble is None


def test_a_function_that_has_nothing_gives_nothing(site):
    reader = PollerReader("mountain.weather.nothing", 0.02, site=site)
    assert [reader.read() for _ in range(5)] == [None] * 5
    assert reader.tally.total() == 0


@pytest.mark.parametrize(
    ("function", "words"),
    [
        ("os.system", "not among the plug-in packages"),
        ("system", "not among the plug-in packages"),
        ("mountain.nothing.f", "cannot be imported"),
        ("mountain.weather.nosuch", 'no function "nosuch"'),
        ("mountain.weather.times", 'no function "times"'),
    ],
)
def test_only_functions_of_allowed_packages_are_taken(site, tmp_path, function, words):
    reader = f"{{class: PollerReader, kwargs: {{function: {function}, interval: 1}}}}"
    (tmp_path / "c.yaml").write_text(f"loggers:\n  a:\n    configs:\n      net:\n        readers: {reader}\n")
    (problem,) = load(tmp_path / "c.yaml", site=site).errors
    assert problem.place.line == 5
    assert words in problem.cause


class Telescope(socketserver.BaseRequestHandler):
    """One request a connection, as the servers of the observatory do; closes on another's name."""

    heard: list = []

    def handle(self):
        words = self.request.recv(1500).rstrip(b"\0").decode().split()
        self.heard.append(words)
        head, (verb, *asked) = words[:3], words[3:]
        if head[:2] != ["BOK", "TCS"]:
            return
        answers = {"ALL": "7 -123015.5 nan TRACKING", "NONE": "REQUEST_ERROR", "SHORT": "1"}
        answer = answers[" ".join(asked)] if verb == "REQUEST" else "UNKNOWN_CMD"
        self.request.sendall(f"{' '.join(head)} {answer}\n".encode())


@pytest.fixture
def telescope():
    Telescope.heard.clear()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Telescope) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def ng(port, requests, **kwargs):
    arguments = {
        "host": "127.0.0.1",
        "port": port,
        "telescope": "BOK",
        "system": "TCS",
        "interval": 0.05,
        **kwargs,
    }
    return NGReader(requests=requests, **arguments)


def test_a_telescope_gives_the_words_of_its_answer_their_names(telescope):
    reader = ng(telescope, {"ALL": ["-", "dec", "bad", "state"]}, packed_angles=["dec"], data_id="bok", pid=9)
    first, _ = records(reader, 2)
    assert first["data_id"] == "bok"
    assert first["fields"] == {
        "dec": pytest.approx(-(12 + 30 / 60 + 15.5 / 3600)),
        "bad": None,
        "state": "TRACKING",
    }
    assert Telescope.heard[0] == ["BOK", "TCS", "9", "REQUEST", "ALL"]


def test_a_refused_request_leaves_its_fields_out_and_is_counted(telescope):
    reader = ng(telescope, {"NONE": ["x"], "SHORT": ["a", "b"]})
    assert records(reader, 1)[0]["fields"] == {"a": 1.0}
    assert reader.tally.counts["NONE: REQUEST_ERROR"] == 1
    assert reader.tally.counts["another number of words than names"] == 1


def test_a_wrong_name_or_a_server_that_is_away_is_told_and_tried_again(telescope):
    wrong = ng(telescope, {"ALL": ["a"]}, telescope="VATT")
    until(lambda: wrong.read() is None and wrong.trouble)
    assert "is VATT TCS the right system?" in wrong.trouble
    away = ng(free_port(), {"ALL": ["a"]})
    until(lambda: away.read() is None and away.trouble)


@pytest.mark.parametrize("request_", ["x" * 40, " ".join(["a"] * 101), " ".join(["x" * 39] * 90)])
def test_what_the_protocol_cannot_carry_is_refused(request_):
    with pytest.raises(ValueError, match="requests"):
        ng(1, {request_: []})


@pytest.mark.parametrize(
    ("word", "value"),
    [("+103000.0", 10.5), ("-000030", -30 / 3600), ("106000", None), ("103060", None), ("abc", None)],
)
def test_a_packed_angle_is_degrees(word, value):
    found = degrees(word)
    assert found == (None if value is None else pytest.approx(value))
    if word.startswith("-"):
        assert math.copysign(1, found) == -1
