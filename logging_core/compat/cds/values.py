"""The values of this process, with what the loggers say of themselves among them."""

from logging_core.compat.cds.logger_status import LoggerStatus
from logging_core.streams.following import following
from logging_core.streams.recent import Recent


def data_server() -> Recent:
    """Waits until they are filled, for a moment at most."""
    source = following()
    source.listen(LoggerStatus(source.recent).tell)
    return source.wait()
