"""A child as the supervisor sees it: messages and lines as they come, and how it ended."""

import contextlib
import os
import signal
import time
from collections.abc import Callable, Collection

from logging_core.loggers.runtime.channel import Closed, Message
from logging_core.loggers.runtime.forking import Forked, Main, fork
from logging_core.loggers.runtime.supervisor.log_book import ERROR

PIPE = 1024 * 1024  # bytes; more than the system gives a pipe
LONGEST_LINE = 64 * 1024
TakeMessage = Callable[[Message], None]
TakeLine = Callable[[int, str], None]  # level, text


class Watched:
    """Made by forking. Raises OSError when the system has no room for another process."""

    def __init__(
        self, name: str, main: Main, message: TakeMessage, line: TakeLine, inherited: Collection[int] = ()
    ) -> None:
        self._forked: Forked = fork(name, main, inherited)
        self._message = message
        self._line = line
        self._rest = b""
        self.pid = self._forked.pid
        self._started = time.monotonic()
        self.last_line = ""
        self._kill_at: float | None = None
        self._open = True

    def files(self) -> tuple[int, int]:
        """Numbers of what becomes readable: messages, lines."""
        return self._forked.channel.socket.fileno(), self._forked.errors

    def send(self, message: Message) -> None:
        if self._open:
            with contextlib.suppress(Closed):  # its end is noticed elsewhere
                self._forked.channel.send(message)

    def next_file(self) -> int | None:
        """The file that came with the message that is being taken, if there was room for it."""
        return self._forked.channel.next_file()

    def is_ready(self) -> bool:
        """Whether it has taken all that was sent."""
        try:
            return self._forked.channel.flush()
        except Closed:
            return False

    def hear(self) -> None:
        """Takes what has come; called when there is something, once in a while, and behind the end."""
        self._hear_messages()
        self._hear_lines()

    def stop(self, patience: float) -> None:
        """Asks it to stop, once, and has it killed after `patience` seconds."""
        end = time.monotonic() + patience
        if self._kill_at is None:
            self._forked.signal(signal.SIGTERM)
            self._kill_at = end
        self._kill_at = min(self._kill_at, end)

    @property
    def age(self) -> float:
        """Seconds since it was started."""
        return time.monotonic() - self._started

    @property
    def stopping(self) -> bool:
        return self._kill_at is not None

    def kill_if_due(self) -> bool:
        """Whether it was killed for not stopping."""
        if self._kill_at is None or time.monotonic() < self._kill_at:
            return False
        self._forked.signal(signal.SIGKILL)
        self._kill_at = time.monotonic() + 1
        return True

    def ended(self) -> str | None:
        """How it ended, in words, or None while it lives. Behind its end everything is taken and closed."""
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid == 0:
            return None
        self.hear()
        if self._rest:
            self._take_line(self._rest)
        self._open = False
        self._forked.close()
        code = os.waitstatus_to_exitcode(status)
        return f"exit code {code}" if code >= 0 else signal.Signals(-code).name

    def _hear_messages(self) -> None:
        with contextlib.suppress(Closed):
            for message in self._forked.channel.receive():
                self._message(message)

    def _hear_lines(self) -> None:
        """No more than the pipe can hold: one that never stops talking must not hold the supervisor."""
        try:
            data = os.read(self._forked.errors, PIPE)
        except BlockingIOError:
            return
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > LONGEST_LINE:
            lines, self._rest = [*lines, self._rest], b""
        for line in lines:
            self._take_line(line)

    def _take_line(self, line: bytes) -> None:
        """Its log lines begin with the number of their level; anything else is a cry of Python or a library."""
        text = line.decode("utf-8", "replace")
        number, _, rest = text.partition(" ")
        level, text = (int(number), rest) if number.isdigit() and len(number) == 2 else (ERROR, text)
        if text.strip():
            self.last_line = text
            self._line(level, text)
