"""An external program as source: a list of arguments, no shell, a clean environment, and limits.

Its contract is that of the fetch scripts operators have: it gets the lines asked for in a file, writes miniSEED
files into a folder, and ends with 0 success, 2 no data, 3 no connection, 4 bad id, 5 write error, 1 other error.
"""

import os
import resource
import shlex
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings

from monitoring.completion.sources.kind import Capabilities, NoInventory
from monitoring.completion.sources.parameters import Parameter, text
from monitoring.completion.sources.selection import Selection, postfile
from monitoring.completion.sources.sink import Sink
from monitoring.web.limits import Limits
from monitoring.web.trouble import Outcome, Trouble, permanent
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.spans import Span

POLL = 0.1  # seconds
SEARCH_PATH = "/usr/local/bin:/usr/bin:/bin"
MOST_OUTPUT = 10_000  # characters of what it said that are kept
NO_DATA = 2
CODES = {
    3: (Outcome.TEMPORARY, "no_connection"),
    4: (Outcome.PERMANENT, "bad_request"),
    5: (Outcome.TEMPORARY, "write_error"),
}


def command(value: Any) -> list[str]:
    """A list of words, or a line that is split into words as a shell would, without anything else a shell does."""
    words = shlex.split(value) if isinstance(value, str) else value
    if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
        raise ValueError("must be a list of words")
    if words[0] not in settings.SOURCE_PROGRAMS:
        raise ValueError(f"{words[0]!r} is not among SEALOG_SOURCE_PROGRAMS")
    return [text(word) for word in words]


class Program:
    """Runs in a folder of its own, which is empty but for the file `request.txt`."""

    CAPABILITIES = Capabilities(availability=False)
    PARAMETERS = (
        Parameter(
            "command",
            command,
            "Program and its words; {postfile} and {workspace} stand for the lines asked for and the folder",
            "/usr/local/bin/fetch_q330 --postfile {postfile} --workspace {workspace}",
            required=True,
        ),
    )

    def __init__(self, parameters: dict[str, Any]) -> None:
        self._command: list[str] = parameters["command"]
        self.exit_code: int | None = None

    def probe(self, limits: Limits) -> str:
        program = Path(self._allowed())
        if not (program.is_file() and os.access(program, os.X_OK)):
            raise permanent("not_served", f"{program} can not be run")
        return "can be run"

    def availability(self, selections: list[Selection], limits: Limits) -> Iterator[tuple[Nslc, Span]]:
        raise NoInventory

    def fetch(self, selections: list[Selection], sink: Sink, folder: Path) -> None:
        asked = folder / "request.txt"
        asked.write_text(postfile(selections))
        self._allowed()
        places = {"{postfile}": str(asked), "{workspace}": str(folder)}
        words = [places.get(word, word) for word in self._command]
        with (folder / "output.txt").open("wb") as output:
            self.exit_code = _run(words, folder, output.fileno(), sink.limits)
        if self.exit_code == NO_DATA:
            return
        if self.exit_code != 0:
            raise self._trouble((folder / "output.txt").read_text(errors="replace")[-MOST_OUTPUT:])
        _collect(folder, sink)

    def _allowed(self) -> str:
        """The operator may have taken it off the list since the source was stored."""
        if self._command[0] not in settings.SOURCE_PROGRAMS:
            raise permanent("not_allowed", f"{self._command[0]} is not among SEALOG_SOURCE_PROGRAMS")
        return self._command[0]

    def _trouble(self, said: str) -> Trouble:
        outcome, reason = CODES.get(self.exit_code or 1, (Outcome.TEMPORARY, "program_failed"))
        return Trouble(outcome, reason, f"exit code {self.exit_code}: {' '.join(said.split())[-300:]}")


def _run(words: list[str], folder: Path, output: int, limits: Limits) -> int:
    """The exit code. The program and all it started end with the limits."""

    def confine() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limits.bytes, limits.bytes))
        os.nice(limits.niceness)

    try:
        process = subprocess.Popen(
            words,
            cwd=folder,
            env={"PATH": SEARCH_PATH, "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=confine,
        )
    except OSError as problem:
        raise permanent("not_served", f"{words[0]}: {problem}") from None
    try:
        while process.poll() is None:
            limits.check()
            time.sleep(POLL)
    finally:
        _end(process)
    return process.returncode


def _end(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):  # it and its children have ended already
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _collect(folder: Path, sink: Sink) -> None:
    """Every file it left below the folder, but those that were there before; links are not followed."""
    own = {folder / "request.txt", folder / "output.txt"}
    for path in sorted(folder.rglob("*")):
        if path in own or path.is_symlink() or not path.is_file():
            continue
        with path.open("rb") as file:
            while piece := file.read(1 << 16):
                sink.take(piece)
