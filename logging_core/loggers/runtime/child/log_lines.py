"""Log lines of a logger: to its standard error, which the supervisor reads, and to its `stderr_writers`."""

import logging
import sys
import time

from logging_core.loggers.base.composed import ComposedWriter


class _ToSupervisor(logging.Formatter):
    """The number of the level before the text, so that the supervisor need not guess it."""

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record).replace("\r", "\\r").replace("\n", "\\n")
        return f"{record.levelno} {text}"


class _ToWriters(logging.Handler):
    """The line as programs of this field write it: time, number and name of the level, place, message."""

    def __init__(self, writer: ComposedWriter) -> None:
        super().__init__()
        formatter = logging.Formatter(
            "%(asctime)sZ %(levelno)d %(levelname)s %(filename)s:%(lineno)d %(message)s", "%Y-%m-%dT%H:%M:%S"
        )
        formatter.converter = time.gmtime
        self.setFormatter(formatter)
        self._writer = writer

    def emit(self, record: logging.LogRecord) -> None:
        self._writer.write(self.format(record))


def install(writer: ComposedWriter | None) -> None:
    """For all log lines of this process."""
    to_supervisor = logging.StreamHandler(sys.stderr)
    to_supervisor.setFormatter(_ToSupervisor("%(message)s"))
    handlers: list[logging.Handler] = [to_supervisor]
    if writer is not None:
        handlers.append(_ToWriters(writer))
    logging.basicConfig(level=logging.INFO, handlers=handlers, force=True)
    for chatty in ("pymodbus", "paho", "websockets", "httpx", "influxdb_client"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
