"""What runs in the process of one logger."""

import logging
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

from logging_core.loggers.base.building import build_pipeline, build_stderr_writer
from logging_core.loggers.base.component import EndOfInput
from logging_core.loggers.base.pipeline import Pipeline
from logging_core.loggers.runtime.channel import ChildsEnd, Closed
from logging_core.loggers.runtime.child.feeds import Feeds
from logging_core.loggers.runtime.child.figures import Meter, Seen
from logging_core.loggers.runtime.child.kept_inputs import hand_out
from logging_core.loggers.runtime.child.log_lines import install
from logging_core.loggers.runtime.child.site_of import site_of
from logging_core.loggers.runtime.child.syncing import keep_synced
from logging_core.loggers.runtime.child.telling import Teller
from logging_core.loggers.runtime.parts import named_parts
from logging_core.loggers.runtime.settings import RuntimeSettings
from logging_core.loggers.runtime.spool import payloads
from logging_core.loggers.runtime.spool.writing import SpoolWriter

LONGEST_CLOSE = 4.0  # seconds in which queues may empty themselves
log = logging.getLogger(__name__)


class LoggerProcess:
    """Reads, writes and reports until it is told to stop or its input ends. `inputs` are the open files that were
    kept of an earlier process.
    """

    def __init__(self, channel: ChildsEnd, settings: RuntimeSettings, spool: Path, inputs: dict[str, int]) -> None:
        self._settings = settings
        self._inputs = inputs
        self._channel = channel
        self._spool = SpoolWriter(spool)
        self._seen = Seen()
        self._stopping = False
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal reaches all; the supervisor tells us

    def run(self, config: dict[str, Any], base_dir: Path) -> int:
        """The exit code."""
        try:
            site = site_of(self._settings, base_dir, self._store, self._command)
            install(build_stderr_writer(config, site))
            pipeline = build_pipeline(config, site)
        except Exception as trouble:  # a missing file, a broken plug-in: whatever it is, this config does not run
            self._channel.send({"failed": str(trouble) or type(trouble).__name__})
            return 1
        self._run(pipeline, Feeds(site))
        return 0

    def _run(self, pipeline: Pipeline, feeds: Feeds) -> None:
        parts = named_parts(pipeline)
        hand_out(parts, self._channel, self._inputs)
        pipeline.start()
        teller = Teller(self._channel, Meter(self._seen, lambda: [*parts, *feeds.parts()]))
        self._in_background(teller.tell_for_ever)
        self._in_background(lambda: self._listen(feeds))
        self._in_background(lambda: keep_synced(self._spool))
        ended = self._read_and_write(pipeline, feeds)
        self._close(pipeline, feeds)
        teller.last_words(ended)

    def _read_and_write(self, pipeline: Pipeline, feeds: Feeds) -> bool:
        """Whether it came to the end of its input."""
        seen = self._seen
        while not self._stopping:
            seen.round_began = time.monotonic()
            try:
                record = pipeline.step()
            except EndOfInput:
                return True
            if record is not None:
                seen.add(record)
                feeds.put(record)
        return False

    def _close(self, pipeline: Pipeline, feeds: Feeds) -> None:
        closing = [self._in_background(pipeline.close), self._in_background(feeds.close)]
        end = time.monotonic() + LONGEST_CLOSE
        for thread in closing:
            thread.join(max(0.0, end - time.monotonic()))
        self._spool.close()

    def _listen(self, feeds: Feeds) -> None:
        try:
            while True:
                feeds.attach(self._channel.receive()["feeds"])
        except Closed:  # the supervisor has ended, where the kernel does not end us for it
            os.kill(os.getpid(), signal.SIGTERM)

    def _store(self, records: list[Any]) -> None:
        """Raises OSError."""
        self._spool.append(payloads.of_records(records), len(records))

    def _command(self, text: str) -> None:
        """Raises OSError."""
        try:
            self._channel.send({"command": text})
        except Closed as trouble:
            raise OSError("the supervisor has ended") from trouble

    def _stop(self, *_: object) -> None:
        self._stopping = True

    def _in_background(self, work: Any) -> threading.Thread:
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        return thread
