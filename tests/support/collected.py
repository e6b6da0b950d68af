"""Static files gathered by one system serve the next: gathering takes longer than the rest of a start.

Without a folder of the test run (in measurements) each system gathers its own.
"""

import os
import shutil
from pathlib import Path

from tests.support import servers


def lend(data_dir: Path) -> None:
    """To a system about to start. It looks itself whether they are those of today."""
    if (kept := _kept()) and kept.is_dir() and not (data_dir / "static").exists():
        shutil.copytree(kept, data_dir / "static", copy_function=os.link)


def keep(data_dir: Path) -> None:
    """Of a system that has started."""
    if (kept := _kept()) and not kept.is_dir():
        shutil.copytree(data_dir / "static", kept, copy_function=os.link)


def _kept() -> Path | None:
    return servers.run_folder and servers.run_folder / "collected"
