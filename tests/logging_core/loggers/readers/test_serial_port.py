"""Serial ports, as pseudo-terminals."""

import os
import pty
import threading
import time
import tty

import pytest

from logging_core.loggers.readers.polled_serial_port import PolledSerialReader
from logging_core.loggers.readers.serial_port import SerialReader
from logging_core.loggers.writers.serial_port import SerialWriter
from tests.logging_core.loggers.reading import records
from tests.support.waiting import until


class Line:
    """A pseudo-terminal under a name of its own, as udev gives them."""

    def __init__(self, folder):
        self.name = folder / "tty_gyro"
        self.plug_in()

    def plug_in(self):
        self.sensor, other = pty.openpty()
        tty.setraw(self.sensor)
        self.name.unlink(missing_ok=True)
        self.name.symlink_to(os.ttyname(other))
        self._other = other

    def pull_out(self):
        os.close(self._other)
        os.close(self.sensor)
        self.name.unlink()

    def says(self, data):
        os.write(self.sensor, data)


@pytest.fixture
def line(tmp_path):
    return Line(tmp_path)


@pytest.fixture
def reader(line):
    made = SerialReader(port=str(line.name))
    assert made.read() is None
    yield made
    made.close()


def test_lines_are_read_to_the_newline_without_white_space_at_the_end(line, reader):
    line.says(b"$HEHDT,218.53,T*12\r\n$HEHDT,218.51,T*10 \n")
    assert records(reader, 2) == ["$HEHDT,218.53,T*12", "$HEHDT,218.51,T*10"]


def test_blank_lines_silence_and_noise_do_not_end_it(line, reader):
    line.says(b"\r\n\n")
    assert reader.read() is None
    line.says(bytes(range(256)) + b"\n")
    line.says(b"after\n")
    found = []
    until(lambda: found.append(reader.read()) or "after" in found)
    assert reader.trouble is None


def test_a_line_in_two_parts_is_one_record(line, reader):
    line.says(b"$HEHDT,21")
    assert reader.read() is None
    line.says(b"8.53,T*12\n")
    assert records(reader, 1) == ["$HEHDT,218.53,T*12"]


def test_a_port_that_comes_back_under_another_name_is_read_again(line, reader):
    line.says(b"before\n")
    assert records(reader, 1) == ["before"]
    line.pull_out()
    until(lambda: reader.read() is None and reader.trouble)
    line.plug_in()
    until(lambda: reader.read() is None and reader.trouble is None)
    line.says(b"after\n")
    assert records(reader, 1) == ["after"]
    assert reader.tally.counts["connection lost"] == 1


def test_a_port_that_is_not_there_is_waited_for(tmp_path):
    reader = SerialReader(port=str(tmp_path / "later"))
    assert reader.read() is None
    assert "cannot be opened" in reader.trouble


def test_a_stream_without_newlines_is_cut_and_nothing_is_lost(line, reader):
    writer = threading.Thread(target=line.says, args=(b"x" * 70_000 + b"\n",), daemon=True)
    writer.start()
    first, second = records(reader, 2)
    assert (len(first), len(second)) == (65_536, 70_000 - 65_536)
    assert reader.tally.counts == {"line cut, no end mark": 1}


@pytest.mark.parametrize(
    ("kwargs", "sent", "expected"),
    [
        ({"eol": "\\r"}, b"a \rb\r", ["a ", "b"]),
        ({"eol": "\r\n"}, b"a\nb\r\nc\r\n", ["a\nb", "c"]),
        ({"max_bytes": 3}, b"abcdef", ["abc", "def"]),
        ({"allow_empty": True}, b"a\n\nb\n", ["a", "", "b"]),
        ({"timeout": 0.1}, b"no newline", ["no newline"]),
    ],
)
def test_other_ways_of_cutting(line, kwargs, sent, expected):
    reader = SerialReader(port=str(line.name), **kwargs)
    reader.read()
    line.says(sent)
    assert records(reader, len(expected)) == expected
    reader.close()


@pytest.mark.parametrize(("encoding", "expected"), [(None, b"\xff\x00a"), ("hex", "ff0061"), ("utf-8", "\x00a")])
def test_bytes_are_text_hexadecimal_digits_or_bytes(line, encoding, expected):
    reader = SerialReader(port=str(line.name))
    reader.encoding = encoding
    reader.read()
    line.says(b"\xff\x00a\n")
    assert records(reader, 1) == [expected]
    reader.close()


def test_a_polled_device_is_asked_before_every_read(line):
    reader = PolledSerialReader(
        port=str(line.name),
        start_cmd=["START\\r\\n", "__PAUSE__ 0.05"],
        pre_read_cmd={"a": ["A?\\r\\n"], "b": "B?\\r\\n"},
        stop_cmd="STOP\\r\\n",
    )
    heard = []

    def device():
        text = b""
        while b"STOP" not in text:
            text += os.read(line.sensor, 100)
            while b"\r\n" in text:
                command, _, text = text.partition(b"\r\n")
                heard.append(command)
                if command.endswith(b"?"):
                    line.says(command[:1] + b"=1\n")
                if command == b"STOP":
                    return

    thread = threading.Thread(target=device, daemon=True)
    thread.start()
    assert records(reader, 3) == ["A=1", "B=1", "A=1"]
    reader.close()
    thread.join(5)
    assert heard[:2] == [b"START", b"A?"]
    assert heard[-1] == b"STOP"


def test_a_writer_writes_lines_and_tries_again_when_the_port_was_gone(line):
    writer = SerialWriter(port=str(line.name), eol="\\r\\n")
    writer.write("one")
    assert os.read(line.sensor, 100) == b"one\r\n"
    writer.close()


def test_reading_never_blocks_for_long(line, reader):
    began = time.monotonic()
    assert reader.read() is None
    assert time.monotonic() - began < 2
