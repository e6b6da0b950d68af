"""What the log book tells about a source: as much as its log level lets through."""

import logging

from monitoring.completion.sources.models import Source
from monitoring.logs.book import Book

LEAST = {1: logging.ERROR, 2: logging.WARNING, 3: logging.DEBUG}  # by log level


def tell(book: Book, source: Source, level: int, message: str, *, request: int | None = None) -> None:
    """`level` as in the logging module. Its health and the history of requests are kept all the same."""
    if level >= LEAST[source.log_level]:
        book.add(level, message, request=request, source=source.name)
