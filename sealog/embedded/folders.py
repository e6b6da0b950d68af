"""The folders of the embedded servers: ours, and closed to everybody else."""

import os
import stat
from pathlib import Path

from sealog.embedded import places
from sealog.embedded.trouble import CannotStart


def private(folder: Path) -> Path:
    """Make `folder` when it is missing, readable by its owner only."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def socket_folder(data_dir: Path) -> Path:
    """The folder of the unix sockets. In the common /tmp anybody could have made it before us.

    Raises CannotStart then.
    """
    folder = private(places.socket_folder(data_dir))
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise CannotStart(f"{folder} belongs to another user. Remove it, or start as the user it belongs to.")
    return folder


def let_in(folder: Path, gid: int) -> None:
    """Let the group make files of its own in `folder`, and touch nobody else's: that is the sticky bit."""
    os.chown(folder, -1, gid)
    folder.chmod(0o1770)
