"""The supervisor runs what the plan on disk says, and nothing that is killed stays away."""

import os
import signal
import socket
import time

import psutil
import pytest

from tests.logging_core.loggers.reading import free_port
from tests.logging_core.loggers.runtime.running import (
    Runtime,
    component,
    config,
    is_alive,
    lines_of,
    text_file,
    udp,
    wait_lines,
)
from tests.support.waiting import until

PLUGIN = {"SEALOG_LOGGER_PLUGINS": "tests"}
ODD = "tests.logging_core.loggers.runtime.misbehaving"


def odd(name, **kwargs):
    return {"class": name, "module": ODD, "kwargs": kwargs}


@pytest.fixture
def sensor():
    """Sends lines to a logger by UDP."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        port = free_port(socket.SOCK_DGRAM)

        class Sensor:
            def __init__(self):
                self.port = port
                self.sent = 0

            def send(self, count=1):
                for _ in range(count):
                    made.sendto(b"line %d" % self.sent, ("127.0.0.1", port))
                    self.sent += 1

            def reader(self):
                return udp(port)

        yield Sensor()


def test_a_logger_runs_and_tells_how_it_does(folder, sensor):
    out = folder / "out"
    runtime = Runtime(folder).plan_on_disk({"gyr1": config(sensor.reader(), text_file(out))})
    with runtime:
        runtime.wait_state("gyr1", "running")
        sensor.send(30)
        assert wait_lines(out, 30) == [f"line {number}" for number in range(30)]
        told = until(lambda: (now := runtime.logger("gyr1"))["records"] == 30 and now)
        assert (told["config"], told["pid"]) == ("gyr1-on", runtime.children()["gyr1"])
        assert told["last_lines"] == [f"line {number}" for number in range(10, 30)]
        assert told["rate"] > 1
        assert told["memory_kb"] > 1000
        reader, writer = told["parts"]
        assert (reader["path"], reader["class"], reader["count"]) == ("readers.0", "UDPReader", 30)
        assert (writer["path"], writer["class"], writer["count"]) == ("writers.0", "FileWriter", 30)
        supervisor = runtime.status()["supervisor"]
        assert supervisor["plan_version"] == 1
        assert "refused" in until(lambda: runtime.status()["supervisor"]["database"])


def test_a_killed_logger_comes_back_and_the_others_do_not_notice(folder, sensor):
    loggers = {"gyr1": config(sensor.reader(), text_file(folder / "out")), "other": config(udp(free_port()))}
    with Runtime(folder).plan_on_disk(loggers) as runtime:
        runtime.wait_state("gyr1", "running")
        before = runtime.children()
        sensor.send()
        until(lambda: runtime.logger("gyr1")["records"] == 1)
        os.kill(before["gyr1"], signal.SIGKILL)
        until(lambda: runtime.logger("gyr1")["restarts"] == 1)
        told = runtime.wait_state("gyr1", "running")
        assert "SIGKILL" in told["last_error"]
        assert (told["restarts"], told["records"]) == (1, 0)
        assert told["last_record_at"] < told["since"]
        sensor.send()
        assert wait_lines(folder / "out", 2) == ["line 0", "line 1"]
        after = runtime.children()
        assert after["other"] == before["other"]
        assert after["link"] == before["link"]


def test_a_killed_link_comes_back_and_the_loggers_do_not_notice(folder, sensor):
    with Runtime(folder).plan_on_disk({"gyr1": config(sensor.reader(), text_file(folder / "out"))}) as runtime:
        runtime.wait_state("gyr1", "running")
        before = runtime.children()
        os.kill(before["link"], signal.SIGKILL)
        sensor.send()
        wait_lines(folder / "out", 1)
        until(lambda: runtime.children().get("link", before["link"]) != before["link"])
        until(lambda: runtime.logger("gyr1").get("records") == 1)
        assert runtime.children()["gyr1"] == before["gyr1"]


def test_nothing_outlives_a_killed_supervisor_and_the_next_one_takes_over(folder, sensor):
    with Runtime(folder).plan_on_disk({"gyr1": config(sensor.reader(), text_file(folder / "out"))}) as runtime:
        runtime.wait_state("gyr1", "running")
        before = runtime.children()
        runtime.stop(signal.SIGKILL)
        until(lambda: not any(map(is_alive, before.values())), seconds=5)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", sensor.port))
        runtime.start()
        until(
            lambda: (
                "gyr1" in runtime.children() and runtime.logger("gyr1").get("pid") == runtime.children()["gyr1"]
            )
        )
        sensor.send()
        wait_lines(folder / "out", 1)


def test_only_one_supervisor_runs_on_a_folder(folder):
    with Runtime(folder) as runtime:
        until(lambda: "link" in runtime.children())
        second = Runtime(folder).start()
        assert second.process.wait(10) == 1
        assert "another supervisor" in runtime.said()


def test_told_to_stop_it_stops_all_within_seconds(folder, sensor):
    loggers = {f"n{number}": config(udp(free_port(socket.SOCK_DGRAM))) for number in range(5)}
    with Runtime(folder, **PLUGIN).plan_on_disk({**loggers, "hangs": config(odd("Hangs"))}) as runtime:
        runtime.wait_state("hangs", "running", "degraded")
        children = runtime.children()
        assert len(children) == 7
        began = time.monotonic()
        assert runtime.stop() == 0
        assert time.monotonic() - began < 5
        until(lambda: not any(map(is_alive, children.values())), 5, "the killed one is gone, too")


def test_a_config_that_cannot_be_built_says_why(folder):
    with Runtime(folder).plan_on_disk({"bad": config(component("NoSuchReader"))}) as runtime:
        told = runtime.wait_state("bad", "failed")
        assert 'unknown reader class "NoSuchReader"' in told["last_error"]
        assert told["next_try_at"]
        assert "bad" not in runtime.children()


def test_a_file_that_was_read_to_its_end_is_not_read_again(folder):
    (folder / "in").write_text("a\nb\n")
    reader = component("TextFileReader", file_spec=str(folder / "in"))
    with Runtime(folder).plan_on_disk({"file": config(reader, text_file(folder / "out"))}) as runtime:
        assert wait_lines(folder / "out", 2) == ["a", "b"]
        until(lambda: "has read its input to the end" in runtime.log("file"))
        told = runtime.wait_state("file", "off")
        assert (told["records"], told["restarts"], told["rate"], told["memory_kb"]) == (2, 0, 0, 0)


def test_a_silent_logger_is_stalled_until_a_record_comes_and_the_gap_is_noted(folder, sensor):
    with Runtime(folder, SEALOG_LOGGER_STALLED_AFTER="2").plan_on_disk({"s": config(sensor.reader())}) as runtime:
        runtime.wait_state("s", "stalled")
        sensor.send()
        until(lambda: "INFO running: no record from its start to" in runtime.log("s"))
        last = until(lambda: runtime.logger("s")["last_record_at"])
        until(lambda: f"WARNING stalled: no record since {last}" in runtime.log("s"))


def test_one_that_ends_again_and_again_is_started_less_and_less_often(folder):
    with Runtime(folder, **PLUGIN).plan_on_disk({"ends": config(odd("Ends"))}) as runtime:
        until(lambda: runtime.log("ends").count("it is started again") >= 3, seconds=30)
        told = runtime.wait_state("ends", "backoff")
        assert told["next_try_at"] > told["since"]
        assert "exit code 7" in told["last_error"]
        assert "what a pity" in told["last_error"]
        waits = [float(line.split()[-2]) for line in runtime.log("ends").splitlines() if "started again" in line]
        assert 0.7 <= waits[0] <= 1.0 < waits[1] <= 2.0 < waits[2] <= 4.0


def test_a_writer_that_hangs_is_named(folder, sensor):
    logger = config(sensor.reader(), text_file(folder / "out"), odd("Sleeps", seconds=6))
    with Runtime(folder, **PLUGIN).plan_on_disk({"slow": logger}) as runtime:
        runtime.wait_state("slow", "running")
        sensor.send(2)
        told = runtime.wait_state("slow", "degraded")
        (hanging,) = [part for part in told["parts"] if part["trouble"]]
        assert hanging["path"] == "writers.1"
        assert "has been at one record for" in hanging["trouble"]
        wait_lines(folder / "out", 2)  # then it has a lane of its own
        assert "writers.1 Sleeps: has been at one record" in runtime.log("slow")


def test_a_reader_that_hangs_is_named(folder):
    with Runtime(folder, **PLUGIN).plan_on_disk({"hangs": config(odd("Hangs"))}) as runtime:
        told = runtime.wait_state("hangs", "degraded")
        assert "has not come back for" in told["parts"][0]["trouble"]


def test_troubles_are_logged_on_one_line_once(folder):
    with Runtime(folder, **PLUGIN).plan_on_disk({"raises": config(odd("Raises"))}) as runtime:
        runtime.wait_state("raises", "degraded")
        until(lambda: "3 so far" in runtime.log("raises") or runtime.logger("raises")["parts"][0]["tally"])
        said = runtime.log("raises")
        assert "readers.0 Raises: line one\\x0aline two" in said
        assert said.count("readers.0 Raises: line one") == 1


def test_a_frozen_process_does_not_keep_the_supervisor_from_stopping(folder, sensor):
    with Runtime(folder).plan_on_disk({"gyr1": config(sensor.reader())}) as runtime:
        told = runtime.wait_state("gyr1", "running")
        psutil.Process(told["pid"]).suspend()
        assert runtime.stop() == 0
        assert not is_alive(told["pid"])


@pytest.mark.faults
def test_one_that_was_healthy_comes_back_at_once_and_a_frozen_one_is_replaced(folder, sensor):
    with Runtime(folder).plan_on_disk({"gyr1": config(sensor.reader())}) as runtime:
        pid = runtime.wait_state("gyr1", "running")["pid"]
        until(lambda: time.time() - psutil.Process(pid).create_time() > 62, seconds=70)
        os.kill(pid, signal.SIGKILL)
        pid = until(lambda: (now := runtime.logger("gyr1").get("pid")) not in (None, pid) and now, seconds=3)
        assert "started again in 0.0 s" in runtime.log("gyr1")
        psutil.Process(pid).suspend()
        until(lambda: runtime.logger("gyr1")["pid"] not in (None, pid), seconds=75)
        assert not is_alive(pid)
        assert "gave no sign of life for 60 s" in runtime.log("gyr1")


def test_log_lines_of_a_logger_go_to_its_own_writers_too(folder):
    writers = {"stderr_writers": [text_file(folder / "own-log")]}
    logger = {**config(odd("Raises")), **writers}
    with Runtime(folder, **PLUGIN).plan_on_disk({"raises": logger}) as runtime:
        runtime.wait_state("raises", "degraded")
        (line, *_) = wait_lines(folder / "own-log", 1)
        assert " 30 WARNING telling.py:" in line
        assert line[:4].isdigit() and line[19] == "Z"


def test_the_disk_alarm_is_raised(folder, sensor, small_disk):
    with Runtime(folder).plan_on_disk({"gyr1": config(sensor.reader(), text_file(small_disk / "out"))}) as runtime:
        runtime.wait_state("gyr1", "running")
        sensor.send()
        wait_lines(small_disk / "out", 1)
        assert runtime.logger("gyr1")["alarm"] is None
        (small_disk / "big").write_bytes(bytes(1_950_000))
        told = until(lambda: (now := runtime.logger("gyr1"))["alarm"] and now)
        assert f"the disk of {small_disk} is 9" in told["alarm"]
        assert lines_of(small_disk / "out") == ["line 0"]
