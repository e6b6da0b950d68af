"""Who runs, in `DATA_DIR/run/processes.json`: the next start ends what a killed one left behind."""

import contextlib
import json
import signal
from pathlib import Path

import psutil

from sealog.processes.table import Process

SECONDS_TO_LEAVE = 5
SAME_START = 2.0  # seconds; the clock may have been corrected a little since


class Register:
    """The list of running processes, each with its number and start time: numbers alone are used again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows: dict[str, dict[str, float]] = {}

    def note(self, row: Process, pid: int) -> None:
        with contextlib.suppress(psutil.NoSuchProcess):
            created = psutil.Process(pid).create_time()
            self._rows[row.name] = {"pid": pid, "created": created, "stop_signal": int(row.stop_signal)}
            self._save()

    def forget(self, name: str) -> None:
        if self._rows.pop(name, None):
            self._save()

    def sweep(self) -> list[str]:
        """End what an earlier run left behind; gives the names of those."""
        found = {name: tree for name, row in self._read().items() if (tree := _alive(row))}
        for name, tree in found.items():
            _signal(tree[0], signal.Signals(int(self._read()[name]["stop_signal"])))
        everything = [process for tree in found.values() for process in tree]
        _gone, alive = psutil.wait_procs(everything, timeout=SECONDS_TO_LEAVE)
        for process in alive:
            _signal(process, signal.SIGKILL)
        psutil.wait_procs(alive, timeout=SECONDS_TO_LEAVE)
        self._path.unlink(missing_ok=True)
        return list(found)

    def _read(self) -> dict[str, dict[str, float]]:
        try:
            return json.loads(self._path.read_text())
        except (FileNotFoundError, ValueError):
            return {}

    def _save(self) -> None:
        """A reader sees the old list or the new one, never a part."""
        draft = self._path.with_suffix(".new")
        draft.write_text(json.dumps(self._rows, indent=1))
        draft.replace(self._path)


def _alive(row: dict[str, float]) -> list[psutil.Process]:
    """The recorded process and its descendants, or nothing when it is gone."""
    try:
        process = psutil.Process(int(row["pid"]))
        if abs(process.create_time() - row["created"]) > SAME_START:
            return []
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _signal(process: psutil.Process, number: signal.Signals) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        process.send_signal(number)
