"""Ports and sockets of a logger stay open while its process dies and comes back, and no longer."""

import os
import signal
import socket

import psutil
import pytest

from tests.logging_core.loggers.reading import free_port
from tests.logging_core.loggers.runtime.running import (
    Runtime,
    component,
    config,
    lines_of,
    text_file,
    udp,
    wait_lines,
)
from tests.logging_core.loggers.runtime.serial_line import SerialLine
from tests.support.waiting import until


def kill(runtime, name="gyr1"):
    os.kill(runtime.children()[name], signal.SIGKILL)


def open_files(runtime):
    return psutil.Process(runtime.process.pid).num_fds()


@pytest.fixture
def sender():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        yield made


def test_datagrams_that_come_while_nobody_reads_are_read_by_the_next_process(folder, sender):
    port = free_port(socket.SOCK_DGRAM)
    with Runtime(folder).plan_on_disk({"gyr1": config(udp(port), text_file(folder / "out"))}) as runtime:
        runtime.wait_state("gyr1", "running")
        for number in range(60):
            sender.sendto(b"line %d" % number, ("127.0.0.1", port))
            if number in (19, 39):
                wait_lines(folder / "out", number)
                kill(runtime)
        lines = wait_lines(folder / "out", 60)
        assert lines == [f"line {number}" for number in range(60)]
        assert runtime.logger("gyr1")["restarts"] == 2


def test_a_client_that_sends_to_us_stays_connected(folder):
    port = free_port()
    reader = component("TCPReader", port=port, interface="127.0.0.1")
    with Runtime(folder).plan_on_disk({"gyr1": config(reader, text_file(folder / "out"))}) as runtime:
        runtime.wait_state("gyr1", "running")
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(b"one\n")
            wait_lines(folder / "out", 1)
            kill(runtime)
            client.sendall(b"two\nthree\n")
            assert wait_lines(folder / "out", 3) == ["one", "two", "three"]
            until(lambda: "line may lack its beginning" in runtime.log("gyr1"))
        with socket.create_connection(("127.0.0.1", port)) as client:  # the next one gets its turn
            client.sendall(b"four\n")
            wait_lines(folder / "out", 4)


def test_a_device_that_we_read_from_is_connected_to_once(folder):
    with socket.create_server(("127.0.0.1", 0)) as device:
        reader = component("TCPClientReader", host="127.0.0.1", port=device.getsockname()[1])
        with Runtime(folder).plan_on_disk({"gyr1": config(reader, text_file(folder / "out"))}) as runtime:
            connection = device.accept()[0]
            connection.sendall(b"one\n")
            wait_lines(folder / "out", 1)
            kill(runtime)
            connection.sendall(b"two\n")
            assert wait_lines(folder / "out", 2) == ["one", "two"]
            connection.close()  # it went away, and comes back
            device.settimeout(20)
            connection = device.accept()[0]
            connection.sendall(b"three\n")
            wait_lines(folder / "out", 3)
            connection.close()


def test_one_that_reads_several_ports_gets_each_of_them_back(folder, sender):
    line, ports = SerialLine(folder / "ttyGyro"), [free_port(socket.SOCK_DGRAM) for _ in range(2)]
    line.plug_in()
    readers = [component("SerialReader", port=str(line.link)), *map(udp, ports)]
    logger = {"readers": readers, "transforms": [], "writers": [text_file(folder / "out")]}
    with Runtime(folder).plan_on_disk({"gyr1": logger}) as runtime:
        runtime.wait_state("gyr1", "running")
        for turn in range(3):
            for port in ports:
                sender.sendto(f"{turn} from {port}".encode(), ("127.0.0.1", port))
            line.send(f"{turn} from the line")
            wait_lines(folder / "out", 3 * turn + 3)
            if turn < 2:
                kill(runtime)
        assert set(lines_of(folder / "out")) == {
            f"{turn} from {source}" for turn in range(3) for source in (*ports, "the line")
        }
    line.close()


def test_a_port_that_comes_back_under_another_name_while_nobody_reads_is_read_again(folder):
    line = SerialLine(folder / "ttyGyro")
    line.plug_in()
    logger = config(component("SerialReader", port=str(line.link)), text_file(folder / "out"))
    with Runtime(folder).plan_on_disk({"gyr1": logger}) as runtime:
        runtime.wait_state("gyr1", "running")
        line.send("one")
        wait_lines(folder / "out", 1)
        kill(runtime)
        line.unplug()
        line.plug_in()
        line.send("two")
        assert wait_lines(folder / "out", 2) == ["one", "two"]
    line.close()


def test_files_do_not_grow_in_number_with_the_deaths(folder, sender):
    port = free_port(socket.SOCK_DGRAM)
    with Runtime(folder).plan_on_disk({"gyr1": config(udp(port), text_file(folder / "out"))}) as runtime:
        runtime.wait_state("gyr1", "running")
        sender.sendto(b"x", ("127.0.0.1", port))
        wait_lines(folder / "out", 1)
        before = until(lambda: open_files(runtime))
        for number in range(3):
            kill(runtime)
            sender.sendto(b"x", ("127.0.0.1", port))
            wait_lines(folder / "out", number + 2)
        until(lambda: open_files(runtime) == before, what=lambda: f"{before} files, but {open_files(runtime)}")


def test_what_nobody_is_to_read_any_more_is_closed(folder, database):
    port, line = free_port(socket.SOCK_DGRAM), SerialLine(folder / "ttyGyro")
    line.plug_in()
    with Runtime(folder, database.url) as runtime:
        database.plan({"gyr1": config(udp(port)), "gyr2": config(component("SerialReader", port=str(line.link)))})
        runtime.wait_state("gyr1", "running", "stalled")
        runtime.wait_state("gyr2", "running", "stalled")
        before = open_files(runtime)
        kill(runtime)  # so that it may be between two processes
        database.plan({"gyr1": None, "gyr2": None})
        runtime.wait_state("gyr2", "off")
        until(lambda: open_files(runtime) < before - 3)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
            until(lambda: bound(other, port))
    line.close()


def bound(made, port):
    try:
        made.bind(("127.0.0.1", port))
    except OSError:
        return False
    return True
