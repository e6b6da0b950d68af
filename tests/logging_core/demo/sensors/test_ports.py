"""Ports of simulated sensors, read by the readers of the loggers."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from logging_core.demo import voyage
from logging_core.demo.measurements import Instruments
from logging_core.demo.sensors.playing import Sensors
from logging_core.demo.sensors.ports import SerialPort, UDPPort, free_udp_ports, unlink_all
from logging_core.loggers.readers.serial_port import SerialReader
from logging_core.loggers.readers.udp import UDPReader
from logging_core.shared import clock
from tests.logging_core.loggers.reading import records
from tests.support.waiting import until

NOW = clock.parse("2026-03-14T12:00:00Z")


@pytest.fixture
def link(tmp_path: Path) -> Path:
    return tmp_path / "ports" / "gyro"


@pytest.fixture
def reader(link: Path) -> Iterator[SerialReader]:
    reader = SerialReader(port=str(link))
    yield reader
    reader.close()


def heard(reader: SerialReader, port: SerialPort, line: str) -> None:
    """Say the line again and again until the reader, which opens the port at its first read, gives it."""
    enough = threading.Event()

    def talk() -> None:
        while not enough.wait(0.05):
            port.say(line)

    talking = threading.Thread(target=talk)
    talking.start()
    try:
        until(lambda: reader.read() == line, what=f"{line} is heard")
    finally:
        enough.set()
        talking.join()


def test_a_serial_port_is_found_under_its_name(link: Path, reader: SerialReader) -> None:
    port = SerialPort(link)
    heard(reader, port, "$HEHDT,1.00,T*1B")
    port.close()


def test_what_was_said_before_anybody_listened_is_not_kept(link: Path, reader: SerialReader) -> None:
    port = SerialPort(link)
    for number in range(1000):
        port.say(f"old {number}")
    enough = threading.Event()
    talking = threading.Thread(target=lambda: [port.say("new") for _ in iter(lambda: enough.wait(0.05), True)])
    talking.start()
    try:
        assert set(records(reader, 3)) == {"new"}
    finally:
        enough.set()
        talking.join()
    port.close()


def test_a_reader_that_does_not_fetch_holds_nobody_up(link: Path, reader: SerialReader) -> None:
    port = SerialPort(link)
    heard(reader, port, "first")
    for _ in range(10_000):
        port.say("x" * 80)
    port.close()


def test_a_sensor_that_starts_anew_is_heard_by_the_same_reader(link: Path, reader: SerialReader) -> None:
    first = SerialPort(link)
    heard(reader, first, "before")
    first.close()
    second = SerialPort(link)
    heard(reader, second, "after")
    second.close()


def test_no_link_is_left_to_a_terminal_of_somebody_else(link: Path) -> None:
    port = SerialPort(link)
    (link.parent / "notes.txt").write_text("somebody's")
    unlink_all(link.parent)
    unlink_all(link.parent / "nowhere")
    assert [path.name for path in link.parent.iterdir()] == ["notes.txt"]
    port.close()


def test_datagrams_reach_a_logger() -> None:
    (number,) = free_udp_ports(1)
    reader, port = UDPReader(port=number, interface="127.0.0.1"), UDPPort(number)
    reader.read()  # opens it
    port.say("$SDDPT,1653.00,5.2*53")
    assert records(reader, 1) == ["$SDDPT,1653.00,5.2*53"]
    reader.close()
    port.close()


def test_all_sensors_speak_on_their_ports(link: Path, reader: SerialReader) -> None:
    numbers = dict(zip(("sounder", "rov"), free_udp_ports(2), strict=True))
    sensors = Sensors(link.parent, numbers)
    rov = UDPReader(port=numbers["rov"], interface="127.0.0.1")
    reader.read()
    rov.read()
    sensors.speak(NOW)  # no scene yet: silence
    sensors.scene = Instruments(NOW - voyage.BEFORE, voyage.planned_dives(NOW))
    sensors.speak(NOW)
    assert records(reader, 1)[0].startswith("$HEHDT,")
    assert records(rov, 1)[0].startswith("$PPTRL,38")
    assert {path.name for path in link.parent.iterdir()} == {"gps", "gyro", "met", "ctd"}
    rov.close()
    sensors.close()
