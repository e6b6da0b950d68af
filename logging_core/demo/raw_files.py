"""The raw log files of the demonstration, which may run for months on somebody's laptop."""

from datetime import datetime, timedelta
from pathlib import Path

KEPT = timedelta(days=3)


def prune(folder: Path, moment: datetime) -> int:
    """Remove files that nobody has written to for three days; counts them."""
    oldest = (moment - KEPT).timestamp()
    old = [path for path in folder.glob("*/*") if path.is_file() and path.stat().st_mtime < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
