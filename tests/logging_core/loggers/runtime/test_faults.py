"""What happens to sensors, networks and disks, and what becomes of the loggers then."""

import random
import socket
import time

import pytest

from logging_core.loggers.runtime.spool import payloads
from logging_core.loggers.runtime.spool.reading import SpoolReader
from tests.logging_core.loggers.reading import free_port
from tests.logging_core.loggers.runtime.own_servers import OwnServers
from tests.logging_core.loggers.runtime.running import (
    Runtime,
    component,
    config,
    lines_of,
    text_file,
    wait_lines,
)
from tests.logging_core.loggers.runtime.serial_line import SerialLine, Talking
from tests.logging_core.loggers.runtime.test_supervisor import sensor  # noqa: F401 - a fixture
from tests.support.waiting import until


def port_goes_and_comes_back(folder, away_s, allowed_s):
    """F13."""
    line = SerialLine(folder / "ttyGyro")
    first = line.plug_in()
    logger = config(component("SerialReader", port=str(line.link)), text_file(folder / "out"))
    with Runtime(folder, SEALOG_LOGGER_STALLED_AFTER="2").plan_on_disk({"gyr1": logger}) as runtime:
        with Talking(line, 50):
            wait_lines(folder / "out", 20)
            line.unplug()
            told = runtime.wait_state("gyr1", "degraded")
            assert told["parts"][0]["trouble"]
            runtime.wait_state("gyr1", "stalled")
            time.sleep(away_s)
            keep = SerialLine(folder / "other")
            assert first in (keep.plug_in(), first)  # so that the old name is taken
            second, before, began = line.plug_in(), len(lines_of(folder / "out")), time.monotonic()
            assert second != first
            wait_lines(folder / "out", before + 5, allowed_s)
            back = time.monotonic() - began
        runtime.wait_state("gyr1", "running")
        assert runtime.logger("gyr1")["restarts"] == 0
        assert "running: no record from" in runtime.log("gyr1")
        partial = [text for text in lines_of(folder / "out") if text not in line.sent]
        flagged = runtime.log("gyr1").count("line may lack its beginning") + runtime.log("gyr1").count(
            "without its end"
        )
        assert len(partial) <= flagged, partial
        keep.close()
        line.close()
    print(f"\naway for {away_s} s, recording again {back:.1f} s after the return")


def test_a_serial_port_that_comes_back_under_another_name_is_read_again(folder):
    port_goes_and_comes_back(folder, 0.5, 5)


@pytest.mark.faults
def test_a_serial_port_that_was_away_for_a_minute_is_read_again(folder):
    port_goes_and_comes_back(folder, 60, 5)


def test_a_source_that_accepts_and_stays_silent_keeps_its_one_connection(folder):
    """F14."""
    callers = []
    with socket.create_server(("127.0.0.1", 0)) as source:
        source.settimeout(0.05)
        port = source.getsockname()[1]

        def accept():
            try:
                callers.append(source.accept()[0])
            except TimeoutError:
                return

        loggers = {
            "client": config(component("TCPClientReader", host="127.0.0.1", port=port), text_file(folder / "out")),
            "server": config(component("TCPReader", port=free_port(), interface="127.0.0.1")),
        }
        with Runtime(folder, SEALOG_LOGGER_STALLED_AFTER="2").plan_on_disk(loggers) as runtime:
            until(lambda: accept() or callers)
            runtime.wait_state("server", "running", "stalled")
            with socket.create_connection(
                ("127.0.0.1", loggers["server"]["readers"][0]["kwargs"]["port"])
            ) as silent:
                until(lambda: accept() or runtime.state("client") == runtime.state("server") == "stalled")
                accept()
                assert len(callers) == 1
                silent.sendall(b"at last\n")
                runtime.wait_state("server", "running")
            callers[0].sendall(b"at last\n")
            assert wait_lines(folder / "out", 1) == ["at last"]
            runtime.wait_state("client", "running")
            accept()
            assert len(callers) == 1
        for caller in callers:
            caller.close()


def test_a_network_that_is_down_never_keeps_a_logger_from_recording(folder, sensor):  # noqa: F811
    """F15."""
    port = free_port()
    outputs = [
        component("UDPWriter", port=6224, destination="nobody.invalid"),
        component("UDPWriter", port=0, destination="127.0.0.1"),
        component("TCPWriter", destination="127.0.0.1", port=port),
    ]
    with Runtime(folder).plan_on_disk(
        {"gyr1": config(sensor.reader(), text_file(folder / "out"), *outputs)}
    ) as runtime:
        runtime.wait_state("gyr1", "running")
        sensor.send(20)
        assert wait_lines(folder / "out", 20, 5) == [f"line {number}" for number in range(20)]
        told = runtime.wait_state("gyr1", "degraded")
        until(lambda: [part["trouble"] is None for part in runtime.logger("gyr1")["parts"][2:]] == [False] * 3)
        assert told["restarts"] == 0
        with socket.create_server(("127.0.0.1", port)) as display:
            display.settimeout(20)
            caller = display.accept()[0]
            caller.settimeout(20)
            received = b""
            sensor.send(1)
            while received.count(b"line") < 21:
                received += caller.recv(65_536)
            until(lambda: runtime.logger("gyr1")["parts"][4]["trouble"] is None)
            caller.close()
        assert len(lines_of(folder / "out")) == 21


def test_a_full_disk_is_told_and_everything_goes_on_when_there_is_space_again(folder, small_disk, sensor):  # noqa: F811
    """F19. Log file, spool and the supervisor's own files lie on the disk that fills up."""
    store = component(
        "ComposedWriter",
        transforms=[component("ToDASRecordTransform", field_name="line")],
        writers=[component("DatabaseWriter")],
    )
    stamp = component("TimestampTransform")
    raw = component("LogfileWriter", filebase=str(small_disk / "raw"))
    runtime = Runtime(small_disk).plan_on_disk({"gyr1": config(sensor.reader(), raw, store, transforms=[stamp])})
    runtime.output = folder / "output"
    with runtime:
        runtime.wait_state("gyr1", "running")
        sensor.send(10)
        until(lambda: runtime.logger("gyr1")["records"] == 10)
        fill(small_disk / "big")
        sensor.send(400)
        told = runtime.wait_state("gyr1", "degraded")
        assert "No space left" in str(told["parts"]) or "disk is full" in str(told["parts"])
        assert "full" in until(lambda: runtime.logger("gyr1")["alarm"])
        assert "full" in runtime.status()["supervisor"]["alarm"]
        until(lambda: runtime.logger("gyr1")["records"] == 410)
        counted = until(lambda: tally(runtime, "writers.0").get("line not written"))
        (small_disk / "big").unlink()
        sensor.send(10)
        runtime.wait_state("gyr1", "running")
        until(lambda: runtime.logger("gyr1")["alarm"] is None)
        (path,) = small_disk.glob("raw-*")
        lines = [line.split(" ", 1)[1] for line in lines_of(path)]
        assert lines == [f"line {number}" for number in [*range(410 - counted), *range(410, 420)]]
        until(lambda: len(spooled(small_disk)) == 420)
        assert [line.split(" ", 1)[1] for line in spooled(small_disk)] == [
            f"line {number}" for number in range(420)
        ]
        assert (small_disk / "loggers" / "plan.json").stat().st_size > 10


def fill(path):
    """To the last byte."""
    with path.open("wb", buffering=0) as file:
        for size in (65_536, 4096, 1):
            try:
                while file.write(bytes(size)):
                    pass
            except OSError:
                continue


def tally(runtime, path):
    return next(part["tally"] for part in runtime.logger("gyr1")["parts"] if part["path"] == path)


def spooled(folder):
    frames = SpoolReader(folder / "loggers" / "spool" / "gyr1").frames(100_000)
    return [record.fields["line"] for frame in frames for record in payloads.records(frame.payload)]


def started_in_any_order(folder, rounds, seed):
    """F16: a database, a broker, the loggers, a sensor, a display and a consumer of values."""
    orders = random.Random(seed)
    took = []
    with OwnServers(folder) as servers:
        for number in range(rounds):
            began = time.monotonic()
            servers.one_round(number, orders)
            took.append(time.monotonic() - began)
    print(f"\n{rounds} orders, healthy after {max(took):.1f} s at most")
    assert max(took) < 60


def test_everything_may_start_in_any_order(folder):
    started_in_any_order(folder, rounds=2, seed=1)


@pytest.mark.faults
def test_everything_may_start_in_twenty_orders(folder):
    started_in_any_order(folder, rounds=20, seed=2)
