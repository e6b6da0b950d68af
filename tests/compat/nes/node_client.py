"""The client library of existing web clients, run by Node."""

import json
import queue
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "client"


def is_there() -> bool:
    return all(shutil.which(program) for program in ("node", "npm"))


def install() -> None:
    """What the lock file names; nothing when it lies there already."""
    if not (FOLDER / "node_modules" / "@hapi" / "nes").is_dir():
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"]
        subprocess.run(command, cwd=FOLDER, check=True)


class NodeClient:
    """A running client, connected and subscribed. Use it in a `with` block."""

    def __init__(self, url: str, token: str, *paths: str) -> None:
        self._process = subprocess.Popen(
            ["node", "listen.mjs", url, token, *paths],
            cwd=FOLDER,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._told: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self) -> "NodeClient":
        assert "ready" in self.told()
        return self

    def __exit__(self, *_error: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(10)

    def told(self, seconds: float = 15) -> dict[str, Any]:
        """The next thing it tells; queue.Empty when it says nothing."""
        return self._told.get(timeout=seconds)

    def request(self, path: str) -> dict[str, Any]:
        assert self._process.stdin
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        return self.told()

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._told.put(json.loads(line))
