"""Where archives and local sources may lie: below one of the folders of `SEALOG_ARCHIVE_ROOTS`."""

import os
from pathlib import Path

from django.conf import settings

from logging_core.shared.errors import wrong


def confined(folder: str, field: str = "root") -> Path:
    """The folder with every symbolic link resolved. BadInput unless it is absolute and below a root."""
    if "\0" in folder or not Path(folder).is_absolute():
        raise wrong(field, "must be an absolute path")
    path = Path(os.path.realpath(folder))
    roots = [Path(os.path.realpath(root)) for root in settings.ARCHIVE_ROOTS]
    if not any(path.is_relative_to(root) for root in roots):
        allowed = ", ".join(map(str, roots))
        raise wrong(field, f"must lie below {allowed} (SEALOG_ARCHIVE_ROOTS)")
    return path
