"""The peer of the pipeline: the same work, with a new thread for every writer and record."""

import os
import threading
from datetime import UTC, datetime


def stamped(line):
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ} {line}"


class DailyFile:
    """Lines into the file of the day in the line, opened once, written each."""

    def __init__(self, base):
        self.base = base
        self.files = {}

    def write(self, line):
        day = f"{datetime.fromisoformat(line.split(' ')[0]):-%Y-%m-%d}"
        if day not in self.files:
            self.files[day] = os.open(f"{self.base}{day}", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(self.files[day], f"{line}\n".encode())


def write_to_all(writers, line):
    threads = [threading.Thread(target=writer.write, args=(line,)) for writer in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def run(lines, base):
    """Timestamp, then two daily files side by side, the second with a prefix."""

    class Prefixed(DailyFile):
        def write(self, line):
            super().write(f"{line} gyr1")

    writers = [DailyFile(f"{base}-a"), Prefixed(f"{base}-b")]
    for line in lines:
        write_to_all(writers, stamped(line))
