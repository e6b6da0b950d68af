"""The link: plans from the database, values, log lines and commands into it, status and values to the broker."""

import json
import os
import signal
import socket
import time

import pytest
import redis

from logging_core.loggers.runtime.status import VALUES
from tests.logging_core.loggers.reading import free_port
from tests.logging_core.loggers.runtime.running import (
    Runtime,
    component,
    config,
    is_alive,
    lines_of,
    paced,
    text_file,
    udp,
    wait_lines,
)
from tests.support.waiting import until

STORES = component("DatabaseWriter")


def as_field(name):
    return component("ToDASRecordTransform", field_name=name)


@pytest.fixture
def sensors():
    """Any number of senders by UDP; `send(name, text)`."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:

        class Sensors(dict):
            def __missing__(self, name):
                self[name] = free_port(socket.SOCK_DGRAM)
                return self[name]

            def reader(self, name):
                return udp(self[name])

            def send(self, name, text):
                made.sendto(text.encode(), ("127.0.0.1", self[name]))

        yield Sensors()


def storing(sensors, name, *writers):
    return config(sensors.reader(name), STORES, *writers, transforms=[as_field(name)])


def numbers(count, start=0):
    return [f"number {number:06d}" for number in range(start, start + count)]


def test_values_lines_and_commands_arrive_in_the_database(folder, database, sensors):
    database.plan({"gyr1": storing(sensors, "gyr1", component("LoggerManagerWriter"))})
    with Runtime(folder, database.url) as runtime:
        runtime.wait_state("gyr1", "running")
        sensors.send("gyr1", "a")
        sensors.send("gyr1", "b")
        until(lambda: database.values("gyr1") == ["a", "b"])
        told = until(lambda: (now := runtime.status()["supervisor"])["spool"]["stored"] == 2 and now)
        assert told["database"] == "ok"
        assert told["spool"]["records_waiting"] == 0
        assert told["spool"]["oldest_at"] is None
        until(lambda: "running" in database.log("gyr1"))
        assert "plan 1: 1 of 1 loggers run" in database.log("supervisor")


def test_a_command_of_a_logger_is_written_down_for_those_who_carry_it_out(folder, database, sensors):
    commands = component("LoggerManagerWriter", allowed_prefixes=["set_active_mode"])
    database.plan({"pilot": config(sensors.reader("pilot"), commands)})
    with Runtime(folder, database.url) as runtime:
        runtime.wait_state("pilot", "running")
        sensors.send("pilot", "set_active_mode port; quit")
        rows = "SELECT source, text, done_at FROM logging_core_loggercommand"
        assert until(lambda: database.execute(rows)) == [("pilot", "set_active_mode port", None)]
        until(lambda: "command not allowed" in str(runtime.logger("pilot")["parts"]))


def test_a_logger_may_read_what_was_stored(folder, database, sensors):
    again = config(component("DatabaseReader", fields=["gyr1"], tail=True), text_file(folder / "again"))
    database.plan({"gyr1": storing(sensors, "gyr1"), "again": again})
    with Runtime(folder, database.url) as runtime:
        runtime.wait_state("gyr1", "running")
        for text in ("a", "b"):
            sensors.send("gyr1", text)
        found = [json.loads(line) for line in wait_lines(folder / "again", 2)]
        assert [record["fields"] for record in found] == [{"gyr1": "a"}, {"gyr1": "b"}]
        database.go_away()
        runtime.wait_state("again", "degraded")
        database.come_back()
        sensors.send("gyr1", "c")
        assert json.loads(wait_lines(folder / "again", 3, 40)[2])["fields"] == {"gyr1": "c"}


def test_stored_values_are_told_to_everybody_who_listens(folder, database, sensors):
    database.plan({"gyr1": storing(sensors, "gyr1")})
    listener = redis.Redis.from_url(os.environ["REDIS_URL"]).pubsub(ignore_subscribe_messages=True)
    listener.subscribe(VALUES)
    with Runtime(folder, database.url) as runtime, listener:
        runtime.wait_state("gyr1", "running")
        sensors.send("gyr1", "a")
        message = until(lambda: listener.get_message(timeout=0.1))
        (told,) = json.loads(message["data"])
        assert told["fields"] == {"gyr1": "a"}
        assert abs(told["timestamp"] - time.time()) < 20


def test_a_new_plan_starts_stops_and_restarts_only_what_changed(folder, database, sensors):
    def logger(name, out="out"):
        return config(sensors.reader(name), text_file(folder / f"{name}-{out}"))

    def entry(name, restart=0, **more):
        return {"config_name": "on", "config": logger(name), "feeds": [], "restart": restart, **more}

    with Runtime(folder, database.url) as runtime:
        database.plan({name: entry(name) for name in ("same", "changed", "gone", "asked", "renamed", "off")})
        for name in ("same", "changed", "gone", "asked", "renamed", "off"):
            runtime.wait_state(name, "running")
        before = runtime.children()
        database.plan(
            {
                "same": entry("same"),
                "changed": logger("changed", "elsewhere"),
                "asked": entry("asked", restart=1),
                "renamed": entry("renamed", config_name="another name"),
                "new": entry("new"),
                "off": {"config_name": "off", "config": {}, "feeds": []},
            }
        )
        runtime.wait_state("new", "running")
        runtime.wait_state("off", "off")
        until(lambda: not is_alive(before["gone"]), seconds=5)
        until(lambda: runtime.children().get("changed", before["changed"]) != before["changed"])
        until(lambda: runtime.children().get("asked", before["asked"]) != before["asked"])
        until(lambda: runtime.logger("renamed").get("config") == "another name")
        after = runtime.children()
        assert after["same"] == before["same"]
        assert after["renamed"] == before["renamed"]
        assert list(runtime.status()["loggers"]) == ["same", "changed", "asked", "renamed", "new", "off"]
        assert runtime.logger("asked")["restarts"] == 0
        runtime.wait_state("changed", "running")
        sensors.send("changed", "there")
        wait_lines(folder / "changed-elsewhere", 1)


def test_feeds_come_and_go_while_the_logger_runs(folder, database, sensors):
    out = text_file(folder / "out")
    logger = config(sensors.reader("gyr1"), out, transforms=[component("PrefixTransform", prefix="gyr1")])
    fed = {"name": "bridge", "only": r"^\$GP(GGA|VTG)", "writer": text_file(folder / "fed")}
    broken = {"name": "broken", "only": "", "writer": {"class": "NoWriter"}}
    with Runtime(folder, database.url) as runtime:
        database.plan({"gyr1": logger})
        pid = runtime.wait_state("gyr1", "running")["pid"]
        sensors.send("gyr1", "$GPGGA,before")
        wait_lines(folder / "out", 1)
        database.plan({"gyr1": logger}, feeds={"gyr1": [fed, broken]})
        parts = until(lambda: {p["path"]: p for p in runtime.logger("gyr1")["parts"] if "feeds" in p["path"]})
        assert 'unknown writer class "NoWriter"' in parts["feeds.broken"]["trouble"]
        for text in ("$GPGGA,1", "$GPHDT,2", "$GPVTG,3"):
            sensors.send("gyr1", text)
        assert wait_lines(folder / "fed", 2) == ["$GPGGA,1", "$GPVTG,3"]
        until(
            lambda: any(p["path"] == "feeds.bridge" and p["count"] == 2 for p in runtime.logger("gyr1")["parts"])
        )
        database.plan({"gyr1": logger}, feeds={"gyr1": []})
        until(lambda: not any("feeds" in part["path"] for part in runtime.logger("gyr1")["parts"]))
        sensors.send("gyr1", "$GPGGA,after")
        assert wait_lines(folder / "out", 5)[-1] == "gyr1 $GPGGA,after"
        assert lines_of(folder / "fed") == ["$GPGGA,1", "$GPVTG,3"]
        assert runtime.logger("gyr1")["pid"] == pid
        assert runtime.logger("gyr1")["state"] == "running"


def test_fifty_new_plans_in_a_row_never_stop_what_did_not_change(folder, database, sensors):
    """F17."""
    same = {
        f"same{number}": config(sensors.reader(f"same{number}"), text_file(folder / "out")) for number in (1, 2)
    }
    with Runtime(folder, database.url) as runtime:
        database.plan(same)
        before = {name: runtime.wait_state(name, "running")["pid"] for name in same}
        for number in range(50):
            changing = config(sensors.reader("changing"), text_file(folder / f"out-{number % 3}"))
            database.plan({**same, **({"changing": changing} if number % 2 else {})})
            sensors.send("same1", f"line {number}")
            time.sleep(0.02)  # about as fast as plans can come
        database.plan({**same, "changing": changing})
        until(lambda: runtime.status()["supervisor"]["plan_version"] == database.version)
        runtime.wait_state("changing", "running")
        assert {name: runtime.logger(name)["pid"] for name in same} == before
        assert lines_of(folder / "out") == [f"line {number}" for number in range(50)]
        assert {runtime.logger(name)["restarts"] for name in same} == {0}


def test_a_logger_that_ignores_sigterm_is_killed_after_ten_seconds_and_its_port_is_free(folder, database):
    """F18."""
    port = free_port()
    hangs = {
        "class": "Hangs",
        "module": "tests.logging_core.loggers.runtime.misbehaving",
        "kwargs": {"port": port},
    }
    with Runtime(folder, database.url, SEALOG_LOGGER_PLUGINS="tests") as runtime:
        database.plan({"hangs": config(hangs)})
        pid = until(lambda: runtime.logger("hangs").get("last_lines") and runtime.logger("hangs")["pid"])
        began = time.monotonic()
        database.plan({})
        until(lambda: runtime.state("hangs") == "stopping")
        until(lambda: not is_alive(pid))
        assert 9 < time.monotonic() - began < 14
        socket.create_server(("127.0.0.1", port)).close()
        until(lambda: "did not stop when asked and was killed" in runtime.log("hangs"))


def test_nothing_is_lost_while_the_database_is_away(folder, database, sensors):
    """F4, in short."""
    database.plan({name: storing(sensors, name) for name in ("a", "b")})
    with Runtime(folder, database.url) as runtime:
        for name in ("a", "b"):
            runtime.wait_state(name, "running")
            sensors.send(name, "number 000000")
        until(lambda: database.count() == 2)
        database.go_away()
        for name in ("a", "b"):
            paced(500, 400, lambda number, name=name: sensors.send(name, f"number {number + 1:06d}"))
        told = until(lambda: (now := runtime.status()["supervisor"])["spool"]["records_waiting"] == 1000 and now)
        assert "not currently accepting connections" in told["database"]
        assert told["spool"]["bytes"] > 30_000
        assert told["spool"]["oldest_at"] < told["started_at"][:11] + "99"
        assert {runtime.state(name) for name in ("a", "b")} == {"running"}
        database.come_back()
        until(lambda: database.count() == 1002)
        assert database.values("a") == database.values("b") == numbers(501)
        until(lambda: runtime.status()["supervisor"]["spool"]["records_waiting"] == 0)
        until(lambda: any("not currently accepting" in line for line in database.log("link")))


def test_a_killed_link_stores_nothing_twice_and_forgets_nothing(folder, database, sensors):
    database.plan({"a": storing(sensors, "a")})
    with Runtime(folder, database.url) as runtime:
        runtime.wait_state("a", "running")

        def send(number):
            sensors.send("a", f"number {number:06d}")
            if number % 100 == 99 and "link" in (children := runtime.children()):
                os.kill(children["link"], signal.SIGKILL)

        paced(1000, 400, send)
        until(lambda: database.count() >= 1000)
        assert database.values("a") == numbers(1000)


def test_what_waited_on_disk_is_stored_after_the_next_start(folder, database, sensors):
    loggers = {"a": storing(sensors, "a")}
    with Runtime(folder).plan_on_disk(loggers) as runtime:
        runtime.wait_state("a", "running")
        paced(100, 1000, lambda number: sensors.send("a", f"number {number:06d}"))
        until(lambda: runtime.status()["supervisor"]["spool"]["records_waiting"] == 100)
        runtime.stop(signal.SIGKILL)
    with Runtime(folder, database.url):
        until(lambda: database.values("a") == numbers(100))


def test_a_new_database_does_not_stop_the_loggers(folder, database, sensors):
    with Runtime(folder, database.url).plan_on_disk({"a": storing(sensors, "a")}) as runtime:
        runtime.wait_state("a", "running")
        until(lambda: runtime.status()["supervisor"]["database"] == "ok")
        sensors.send("a", "x")
        until(lambda: database.values("a") == ["x"])


def test_without_a_broker_everything_else_goes_on(folder, database, sensors):
    database.plan({"a": storing(sensors, "a")})
    with Runtime(folder, database.url, broker=f"redis://127.0.0.1:{free_port()}/0") as runtime:
        until(lambda: "a" in runtime.children() and "running" in runtime.log("a"))
        sensors.send("a", "x")
        until(lambda: database.values("a") == ["x"])


def test_a_value_that_the_database_refuses_does_not_hold_up_the_others(folder, database, sensors):
    database.plan({"a": storing(sensors, "a")})
    database.execute("ALTER TABLE logging_core_stream ADD CONSTRAINT no_bad CHECK (label <> '' OR name <> 'bad')")
    try:
        parse = component("FromJSONTransform")
        database.plan({"a": config(sensors.reader("a"), STORES, transforms=[parse])})
        with Runtime(folder, database.url) as runtime:
            runtime.wait_state("a", "running")
            for number, name in enumerate(("good", "bad", "good")):
                record = {"timestamp": 1e9 + number, "fields": {name: number}}
                sensors.send("a", json.dumps(record))
            until(lambda: database.values("good") == ["0", "2"])
            refused = until(lambda: runtime.status()["supervisor"]["spool"]["refused"])
            assert "no_bad" in str(refused)
            assert list(refused.values()) == [1]
    finally:
        database.execute("ALTER TABLE logging_core_stream DROP CONSTRAINT no_bad")
