"""Where the runtime keeps its things, all below one folder."""

import hashlib
from pathlib import Path
from urllib.parse import quote

LONGEST = 150  # characters of a folder's name


class Places:
    """`folder` is `loggers` in the data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.plan = folder / "plan.json"
        self.lock = folder / "supervisor.lock"
        self.spools = folder / "spool"
        self.log_spool = folder / "log-spool"
        self.command_spool = folder / "command-spool"
        self.logs = folder / "logs"

    def make(self) -> None:
        """Raises OSError."""
        for folder in (self.folder, self.spools, self.logs):
            folder.mkdir(parents=True, exist_ok=True)

    def spool(self, logger: str) -> Path:
        return self.spools / file_name(logger)

    def log(self, logger: str) -> Path:
        return self.logs / f"{file_name(logger)}.log"


def file_name(logger: str) -> str:
    """A name that stays in its folder, whatever characters a logger's name has."""
    name = quote(logger, safe=" +,=@").replace(".", "%2E")
    if len(name) <= LONGEST:
        return name
    return f"{name[: LONGEST - 17]}-{hashlib.sha256(logger.encode()).hexdigest()[:16]}"
