"""A sensor on a pseudo-terminal, found under a name that udev would give: a link."""

import os
import pty
import threading
import time
import tty
from pathlib import Path


class SerialLine:
    """`link` stays the same while the terminal behind it comes and goes. Holds the port open, as a cable does."""

    def __init__(self, link):
        self.link = Path(link)
        self.sent = {}  # line to the time it was sent
        self._sensor = self._port = None
        self._lock = threading.Lock()

    def plug_in(self):
        self._sensor, self._port = pty.openpty()
        tty.setraw(self._port)
        os.set_blocking(self._sensor, False)
        draft = self.link.with_suffix(".new")
        draft.symlink_to(os.ttyname(self._port))
        draft.replace(self.link)
        return os.ttyname(self._port)

    def unplug(self):
        with self._lock:
            self.link.unlink()
            for file in (self._sensor, self._port):
                os.close(file)
            self._sensor = None

    def send(self, line, in_two=False):
        """The line, or nothing when it is unplugged or nobody takes what it said before."""
        data = f"{line}\r\n".encode()
        half = len(data) // 2 if in_two else 0
        with self._lock:
            try:
                if self._sensor is not None:
                    os.write(self._sensor, data[:half])
                    time.sleep(0.002 if in_two else 0)
                    os.write(self._sensor, data[half:])
                    self.sent[line] = time.time()
            except BlockingIOError:
                return

    def close(self):
        if self._sensor is not None:
            self.unplug()


class Talking(threading.Thread):
    """Numbered lines, so many a second, until told to stop."""

    def __init__(self, line, per_second, **how):
        super().__init__(daemon=True)
        self._line, self._pause, self._how = line, 1 / per_second, how
        self._enough = threading.Event()

    def run(self):
        number = 0
        while not self._enough.wait(self._pause):
            self._line.send(f"$SENSOR,{number:07d},{number * 7919 % 10_000_000:07d}", **self._how)
            number += 1

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self._enough.set()
        self.join()
