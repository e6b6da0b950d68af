"""Commands that loggers give (LoggerManagerWriter), on their way to the database."""

import time

from logging_core.loggers.runtime.spool import payloads
from logging_core.loggers.runtime.spool.writing import SpoolWriter
from logging_core.loggers.runtime.supervisor.log_book import ERROR, INFO, LogBook
from logging_core.loggers.runtime.text import clean


class Commands:
    """Kept on disk until the link has written them down for those who carry them out."""

    def __init__(self, spool: SpoolWriter, book: LogBook) -> None:
        self._spool = spool
        self._book = book

    def take(self, logger: str, text: str) -> None:
        try:
            self._spool.append(payloads.of_lines([(time.time(), logger, INFO, clean(text))]), 1)
        except OSError as trouble:
            self._book.write(logger, ERROR, f"its command is lost, {trouble}: {text}")
