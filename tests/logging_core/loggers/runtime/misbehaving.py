"""Components of a site's own package that do what none should."""

import os
import time

from logging_core.loggers.base.component import Reader, Writer


class Hangs(Reader):
    """Has a port, and never comes back from its second read."""

    def __init__(self, port: int = 0) -> None:
        super().__init__()
        self._port = port
        self._socket = None

    def read(self):
        if self._socket is None:
            self._socket = __import__("socket").create_server(("127.0.0.1", self._port))
            return "listening"
        while True:
            time.sleep(3600)


class Ends(Reader):
    """Takes the whole process with it."""

    def read(self):
        time.sleep(0.1)
        os.write(2, b"what a pity\n")
        os._exit(7)


class Sleeps(Writer):
    """A local writer on a disk that does not answer."""

    local = True

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    def write(self, record):
        time.sleep(self._seconds)


class Raises(Reader):
    """Something is wrong with every record."""

    def read(self):
        time.sleep(0.05)
        raise RuntimeError("line one\nline two")
