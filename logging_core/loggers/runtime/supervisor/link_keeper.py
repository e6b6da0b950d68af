"""Keeps the link running: whatever ends it, it comes back, and the loggers do not notice."""

from collections.abc import Callable

from logging_core.loggers.base.retrying import Backoff
from logging_core.loggers.runtime.channel import ChildsEnd, Message
from logging_core.loggers.runtime.settings import RuntimeSettings
from logging_core.loggers.runtime.supervisor.log_book import ERROR, LogBook
from logging_core.loggers.runtime.supervisor.watched import Watched

NAME = "link"


class LinkKeeper:
    def __init__(self, settings: RuntimeSettings, book: LogBook, take: Callable[[Message], None]) -> None:
        self.process: Watched | None = None
        self._settings = settings
        self._book = book
        self._take = take
        self._backoff = Backoff(first=0.2, longest=5.0)

    def tick(self) -> None:
        if self.process and (how := self.process.ended()) is not None:
            self._backoff.failed()
            said = f": {self.process.last_line}" if self.process.last_line else ""
            self._book.say(f"the link ended ({how}){said}; it is started again", ERROR)
            self.process = None
        if not self.process and self._backoff.wait_left() == 0:
            self._start()

    def send(self, message: Message) -> None:
        """Not when it has not taken the last one: it hangs, and old news are of no use."""
        if self.process and self.process.is_ready():
            self.process.send(message)

    def heard(self) -> None:
        """It does its work."""
        self._backoff.succeeded()

    def end(self) -> None:
        if self.process:
            self.process.stop(0)

    def _start(self) -> None:
        def main(channel: ChildsEnd) -> int:
            from logging_core.loggers.runtime.link.process import run  # the libraries it needs are its alone

            return run(channel, self._settings)

        try:
            self.process = Watched(NAME, main, self._take, lambda level, text: self._book.write(NAME, level, text))
        except OSError as trouble:
            self._backoff.failed()
            self._book.say(f"the link cannot be started: {trouble}", ERROR)
