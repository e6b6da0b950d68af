"""One record, one line: nobody can forge a log line by sending line breaks."""

import logging
import time


class OneLine(logging.Formatter):
    """`2026-03-14T22:15:39.123Z INFO name text`, in UTC, line breaks shown as the two characters \\n."""

    converter = time.gmtime  # type: ignore[assignment]

    def format(self, record: logging.LogRecord) -> str:
        stamp = f"{self.formatTime(record, '%Y-%m-%dT%H:%M:%S')}.{int(record.msecs):03d}Z"
        text = record.getMessage()
        if record.exc_info:
            text = f"{text} | {self.formatException(record.exc_info)}"
        return f"{stamp} {record.levelname} {record.name} {text}".replace("\r", "\\r").replace("\n", "\\n")
