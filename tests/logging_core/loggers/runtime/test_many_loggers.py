"""Forty loggers at once: no line lost or altered, on disk and in the database; what it costs is printed.

Each records what it reads, then parses it and stores two values of each line.
"""

import functools
import operator
import os
import socket
import threading
import time

import psutil
import pytest

from tests.logging_core.loggers.reading import free_ports
from tests.logging_core.loggers.runtime.database import Database
from tests.logging_core.loggers.runtime.own_servers import OwnServers
from tests.logging_core.loggers.runtime.running import Runtime, component, config, udp
from tests.support.waiting import until

LOGGERS = 40
SLOW_DISK = "slow, moved to a lane of its own"  # of a machine that does other things, too; nothing is lost by it


def line(name, number):
    sentence = f"SIM,{name},{number:07d},{number * 0.125:.3f},218.53,T,0.27,N"
    return f"${sentence}*{functools.reduce(operator.xor, sentence.encode()):02X}"


def logger(folder, name, port):
    pattern = "$SIM,{Name:w},{Count:d},{Value:f},{Rest}".replace("Count", f"{name}_n").replace(
        "Value", f"{name}_x"
    )
    parse = component("ParseTransform", field_patterns=[pattern])
    select = component("SelectFieldsTransform", keep=[f"{name}_n", f"{name}_x"])
    stores = component(
        "ComposedWriter",
        transforms=[component("PrefixTransform", prefix=name), parse, select],
        writers=[component("DatabaseWriter")],
    )
    raw = component("LogfileWriter", filebase=str(folder / "raw" / name / name))
    return config(udp(port), raw, stores, transforms=[component("TimestampTransform")])


class Fleet:
    """Forty loggers and the sensors they read; `run` makes all sensors speak at a rate."""

    def __init__(self, folder, database_url, broker=None):
        self.folder = folder
        ports = free_ports(LOGGERS, socket.SOCK_DGRAM)
        self.ports = {f"s{number:02d}": port for number, port in enumerate(ports)}
        self.sent = 0  # lines of each
        self.runtime = Runtime(folder, database_url, broker)
        self.runtime.plan_on_disk({name: logger(folder, name, port) for name, port in self.ports.items()})

    def __enter__(self):
        self.runtime.__enter__()
        until(lambda: self.states() == {"running"}, 60, lambda: str(self.runtime.status()))
        return self

    def __exit__(self, *error):
        self.runtime.__exit__(*error)

    def states(self):
        status = self.runtime.status()
        return {told["state"] for told in status["loggers"].values()} if status else set()

    def run(self, per_second, seconds):
        """Lines of each sensor per second; gives processor seconds and the most memory in MB that it took."""
        cpu, most = self.runtime.usage()[0], 0
        with self.runtime_of_sensors(per_second, seconds) as sensors:
            while sensors.is_alive():
                sensors.join(2)
                most = max(most, self.runtime.usage()[1])
        return self.runtime.usage()[0] - cpu, most // 1024

    def runtime_of_sensors(self, per_second, seconds):
        return Sensors(self, per_second, seconds)

    def check_files(self):
        """Every line is there as it was sent, in order, with a time before it that never goes back."""
        until(
            lambda: self.recorded() >= self.sent * LOGGERS,
            60,
            lambda: f"{self.recorded()} of {self.sent * LOGGERS}",
        )
        for name in self.ports:
            files = sorted((self.folder / "raw" / name).iterdir())
            stamped = [text.split(" ", 1) for path in files for text in path.read_text().splitlines()]
            assert [text for _, text in stamped] == [line(name, number) for number in range(self.sent)]
            stamps = [stamp for stamp, _ in stamped]
            assert stamps == sorted(stamps)

    def waiting(self):
        return self.runtime.status()["supervisor"]["spool"]

    def recorded(self):
        return sum(told["records"] for told in self.runtime.status()["loggers"].values())

    def check_database(self, database, seconds=120):
        """Every value is there, in order. Gives how long it took to come."""
        began = time.monotonic()
        wanted = 2 * self.sent * LOGGERS
        until(lambda: database.count() >= wanted, seconds, lambda: f"{database.count()} of {wanted} values")
        took = time.monotonic() - began
        assert database.count() == wanted
        for name in self.ports:
            assert database.values(f"{name}_n") == [str(number) for number in range(self.sent)]
        return took

    def check_untroubled(self):
        told = self.runtime.status()["loggers"]
        assert {one["restarts"] for one in told.values()} == {0}
        counted = {cause for one in told.values() for part in one["parts"] for cause in part["tally"]}
        assert counted <= {SLOW_DISK}


class Sensors(threading.Thread):
    def __init__(self, fleet, per_second, seconds):
        super().__init__(daemon=True)
        self._fleet, self._per_second, self._seconds = fleet, per_second, seconds
        self.late = 0.0

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.join()

    def run(self):
        began = time.monotonic()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sensor:
            for number in range(int(self._per_second * self._seconds)):
                wait = began + number / self._per_second - time.monotonic()
                time.sleep(max(0.0, wait))
                for name, port in self._fleet.ports.items():
                    sensor.sendto(line(name, self._fleet.sent).encode(), ("127.0.0.1", port))
                self._fleet.sent += 1


def tell(what, fleet, cpu, memory, seconds, drained):
    lines = fleet.sent * LOGGERS
    print(
        f"\n{what}: {lines:,} lines of {LOGGERS} loggers in {seconds:.0f} s ({lines / seconds:,.0f}/s), none lost"
        f" or altered on disk and in the database; processor {cpu:.1f} s ({100 * cpu / seconds:.0f} % of one core,"
        f" {1e6 * cpu / lines:.0f} us a line), memory {memory} MB (what is shared counted once), all stored"
        f" {drained:.1f} s after the last line; load of the machine {os.getloadavg()[0]:.1f}"
    )


def many_lines(folder, database, per_second, seconds, what):
    with Fleet(folder, database.url) as fleet:
        began = time.monotonic()
        cpu, memory = fleet.run(per_second, seconds)
        took = time.monotonic() - began
        fleet.check_files()
        drained = fleet.check_database(database)
        fleet.check_untroubled()
        tell(what, fleet, cpu, memory, took, drained)


def test_forty_loggers_at_ten_lines_a_second(folder, database):
    many_lines(folder, database, 10, 4, "40 loggers at 10 lines/s")


def test_five_thousand_six_hundred_lines_a_second(folder, database):
    many_lines(folder, database, 140, 2, "5,600 lines/s")


@pytest.mark.faults
def test_forty_loggers_at_ten_lines_a_second_for_ten_minutes(folder, database):
    many_lines(folder, database, 10, 600, "40 loggers at 10 lines/s for 10 minutes")


@pytest.mark.faults
def test_five_thousand_six_hundred_lines_a_second_for_a_minute(folder, database):
    many_lines(folder, database, 140, 60, "5,600 lines/s for a minute")


@pytest.mark.faults
def test_nothing_is_lost_while_the_database_is_away_for_ten_minutes(folder):
    """F4."""
    away_s = 600
    with OwnServers(folder) as servers:
        servers.start_broker()
        servers.start_database()
        with Fleet(folder / "data", servers.database_url, servers.broker_url) as fleet:
            fleet.run(10, 5)
            servers.stop_database()
            _, memory = fleet.run(10, away_s)
            until(lambda: fleet.waiting()["records_waiting"] >= away_s * 10 * LOGGERS)
            spool = fleet.waiting()
            waiting = spool["records_waiting"]
            servers.start_database()
            database = Database(servers.database_url)
            drained = fleet.check_database(database, seconds=away_s)
            rate = waiting / drained
            fleet.check_files()
            fleet.check_untroubled()
            database.close()
    free = psutil.disk_usage(str(folder)).free
    print(
        f"\ndatabase away for {away_s} s: {waiting:,} lines waited in {spool['bytes'] / 1e6:.1f} MB, none lost,"
        f" in order; stored within {drained:.1f} s ({rate:,.0f} lines/s, {rate / (10 * LOGGERS):.1f} x the line"
        f" rate); memory {memory} MB; {free / 1e9:.0f} GB free"
    )
    assert rate >= 10 * 10 * LOGGERS
