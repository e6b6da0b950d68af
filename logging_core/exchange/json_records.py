"""Records of a JSON file one after the other, each with its line, however large the file is.

The parser of the standard library reads one record at a time from a window that moves over the text: a few MB
of memory, plain numbers, and exact lines, none of which an event-wise parser gives.
"""

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

READ_BYTES = 1024 * 1024
LONGEST_RECORD = 8 * 1024 * 1024  # characters
BLANK = re.compile(r"[ \t\n\r]*")


@dataclass(frozen=True)
class Located:
    """A value and the line of the file in which it begins, counted from 1."""

    line: int
    value: Any


class BrokenFile(Exception):
    """The file is not whole, readable JSON; `line` is where that shows."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def located_values(path: Path) -> Iterator[Located]:
    """The elements of the array that the file holds, or its single object.

    Raises BrokenFile where the file stops being JSON in UTF-8, OSError when it cannot be read. Since that may
    come late, whoever wants all or nothing of a file reads it twice.
    """
    with path.open("rb") as file:
        window = _Window(file)
        if not window.peek():
            raise BrokenFile(window.line, "the file is empty")
        if window.peek() == "[":
            window.skip()
            yield from _elements(window)
        else:
            yield window.value()
        if window.peek():
            raise BrokenFile(window.line, "something follows the end of the JSON value")


def _elements(window: "_Window") -> Iterator[Located]:
    if window.peek() == "]":
        window.skip()
        return
    while True:
        yield window.value()
        mark = window.peek()
        if mark not in (",", "]"):
            raise BrokenFile(window.line, "a comma or ] is missing" if mark else "the file is cut off")
        window.skip()
        if mark == "]":
            return


class _Window:
    """The part of the text that is being read. `line` is the line of the place `at`."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self.parser = json.JSONDecoder()
        self.text = ""
        self.at = 0
        self.line = 1
        self.ended = False

    def peek(self) -> str:
        """The next character that is not blank; empty at the end of the file."""
        while True:
            self._go(BLANK.match(self.text, self.at).end())  # type: ignore[union-attr]
            if self.at < len(self.text) or self.ended:
                return self.text[self.at : self.at + 1]
            self._read_on()

    def skip(self) -> None:
        self._go(self.at + 1)

    def value(self) -> Located:
        """The value that begins here. One that ends with the window may go on behind it, as numbers do."""
        if not self.peek():
            raise BrokenFile(self.line, "the file is cut off")
        while True:
            try:
                value, end = self._parsed()
            except json.JSONDecodeError as problem:
                if self.ended or len(self.text) - self.at > LONGEST_RECORD:
                    raise self._broken(problem) from problem
            else:
                if end < len(self.text) or self.ended:
                    found = Located(self.line, value)
                    self._go(end)
                    return found
            self._read_on()

    def _parsed(self) -> tuple[Any, int]:
        try:
            return self.parser.raw_decode(self.text, self.at)
        except json.JSONDecodeError:
            raise
        except (RecursionError, ValueError) as problem:
            reason = (
                "is nested too deeply" if isinstance(problem, RecursionError) else f"cannot be read: {problem}"
            )
            raise BrokenFile(self.line, f"the record {reason}") from problem

    def _broken(self, problem: json.JSONDecodeError) -> BrokenFile:
        line = self.line + self.text.count("\n", self.at, problem.pos)
        unfinished = problem.msg.startswith("Unterminated") or problem.pos >= len(self.text.rstrip())
        if self.ended and unfinished:
            last = self.line + self.text.rstrip().count("\n", self.at)
            return BrokenFile(last, f"the file is cut off in the record that begins in line {self.line}")
        if unfinished:
            return BrokenFile(self.line, f"the record is longer than {LONGEST_RECORD // 2**20} MB")
        return BrokenFile(line, f"not JSON: {problem.msg}, in the record that begins in line {self.line}")

    def _go(self, place: int) -> None:
        self.line += self.text.count("\n", self.at, place)
        self.at = place

    def _read_on(self) -> None:
        """Drop what was read and append at least as much as is left: a long record is tried a few times only."""
        rest = self.text[self.at :]
        data = self.file.read(max(READ_BYTES, len(rest)))
        self.ended = not data
        try:
            more = self.decoder.decode(data, final=self.ended)
        except UnicodeDecodeError as problem:
            before = problem.object[: problem.start].count(b"\n")
            raise BrokenFile(
                self.line + rest.count("\n") + before, "the text is not encoded in UTF-8"
            ) from problem
        self.text, self.at = rest + more, 0
