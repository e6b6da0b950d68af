"""The table on a terminal."""

import os
import pty
import sys

from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.writers.record_screen import RecordScreenWriter


def test_without_a_terminal_every_value_is_a_line(capsys):
    writer = RecordScreenWriter()
    writer.write([DASRecord("a", timestamp=1.5, fields={"x": 1}), {"timestamp": 2.0, "fields": {"y": "\x1b[2J"}}])
    first, second = capsys.readouterr().out.splitlines()
    assert first.split() == ["x", "1", "1970-01-01T00:00:01.500000Z"]
    assert second.split()[:2] == ["y", "?[2J"]
    writer.write("text")
    assert writer.tally.counts == {"not a type for RecordScreenWriter": 1}


def test_on_a_terminal_the_table_is_drawn_anew(monkeypatch):
    mine, others = pty.openpty()
    with os.fdopen(others, "w") as terminal:
        monkeypatch.setattr(sys, "stdout", terminal)
        writer = RecordScreenWriter()
        writer.write(DASRecord("a", timestamp=1.0, fields={"b": 1, "a": 2}))
        os.read(mine, 4096)
        writer.write(DASRecord("a", timestamp=2.0, fields={"b": 3}))
        shown = os.read(mine, 4096).decode()
    assert shown.startswith("\x1b[H\x1b[2J")
    assert [line.split()[:2] for line in shown.removeprefix("\x1b[H\x1b[2J").splitlines()] == [
        ["a", "2"],
        ["b", "3"],
    ]
    os.close(mine)
