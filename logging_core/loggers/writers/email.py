"""EmailWriter: records as mail."""

import threading
import time
from email.message import EmailMessage

from logging_core.loggers.base.component import Record, Writer, as_text
from logging_core.loggers.base.mail_server import MailServer
from logging_core.loggers.base.retrying import Backoff
from logging_core.loggers.base.site import Site
from logging_core.loggers.wires.mailing import address_of_host, send

MOST_WAITING = 1000


class EmailWriter(Writer):
    """The first record is sent at once; those of the next `max_freq` seconds come together in one mail.

    `to` may hold several addresses, separated by commas. While the mail server is away records wait.
    """

    local = True

    def __init__(
        self,
        to: str | list,
        sender: str | None = None,
        subject: str | None = None,
        max_freq: float = 180,
        site: Site | None = None,
    ) -> None:
        super().__init__()
        self._server = site.mail if site else MailServer()
        self._head = EmailMessage()
        self._head["To"] = ", ".join(to) if isinstance(to, list) else to
        self._head["From"] = sender or self._server.sender or address_of_host()
        self._head["Subject"] = subject or "Message of a sensor logger"
        self.max_freq = max_freq
        self._lines: list[str] = []
        self._news = threading.Condition()
        self._closing = False
        self._backoff = Backoff(first=1.0, longest=60.0)
        self._due = 0.0
        self._thread: threading.Thread | None = None

    def write(self, record: Record) -> None:
        for part in record if isinstance(record, list) else (record,):
            text = as_text(part)
            if isinstance(text, str):
                self._keep(text)
            else:
                self.refuse(part)

    def close(self) -> None:
        """Sends what waits, and counts it when that fails."""
        with self._news:
            self._closing = True
            self._news.notify_all()
        if self._thread is not None:
            self._thread.join(12)
        if self._lines and not self._sent():
            self.tally.add("left in the queue at the end", count=len(self._lines))
            self._lines.clear()

    def _keep(self, text: str) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="EmailWriter", daemon=True)
            self._thread.start()
        with self._news:
            if len(self._lines) >= MOST_WAITING:
                self.tally.add("queue full", self._lines.pop(0))
            self._lines.append(text)
            self._news.notify_all()

    def _run(self) -> None:
        while self._wait():
            self._sent()

    def _wait(self) -> bool:
        """Until a mail is due; False at the end."""
        with self._news:
            while not self._closing:
                wait = max(self._due - time.monotonic(), self._backoff.wait_left())
                if self._lines and wait <= 0:
                    return True
                self._news.wait(wait if self._lines else None)
            return False

    def _sent(self) -> bool:
        with self._news:
            lines = list(self._lines)
        message = EmailMessage()
        for name, value in self._head.items():
            message[name] = value
        message.set_content("\n".join(lines) + "\n")
        try:
            send(message, self._server)
        except OSError as trouble:
            self._backoff.failed()
            self.trouble = str(trouble)
            return False
        with self._news:
            del self._lines[: len(lines)]
        self._due = time.monotonic() + self.max_freq
        self._backoff.succeeded()
        self.trouble = None
        return True
