"""Reading from components that wait."""

import socket
import time
from contextlib import ExitStack

from logging_core.loggers.base.component import EndOfInput


def records(reader, count, seconds=10):
    """The next `count` records that are not nothing."""
    found = []
    end = time.monotonic() + seconds
    while len(found) < count:
        assert time.monotonic() < end, f"only {found} within {seconds} s; {reader.tally.counts} {reader.trouble}"
        record = reader.read()
        if record is not None:
            found.append(record)
    return found


def all_records(reader):
    """Everything to the end of a finite input."""
    found = []
    while True:
        try:
            record = reader.read()
        except EndOfInput:
            return found
        if record is not None:
            found.append(record)


def free_ports(count, kind=socket.SOCK_STREAM):
    """All of them different: one that is given back at once may be given out again."""
    with ExitStack() as held:
        probes = [held.enter_context(socket.socket(socket.AF_INET, kind)) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def free_port(kind=socket.SOCK_STREAM):
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
