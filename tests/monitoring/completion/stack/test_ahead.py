"""Files of answers that came ahead are not kept for ever."""

import os
import time
from pathlib import Path

from monitoring.completion.stack import ahead
from monitoring.completion.stack import places as working


def test_what_nobody_came_for_within_an_hour_is_removed(places: Path) -> None:
    old, new, busy = (folder(number) for number in (1, 2, 3))
    (busy.parent / "IPGP").mkdir()
    for one in (old, busy):
        os.utime(one, (time.time() - 3700, time.time() - 3700))
    ahead.prune()
    assert (old.parent.exists(), (new / "1.json").exists()) == (False, True)
    assert (busy.exists(), (busy.parent / "IPGP").exists()) == (False, True)


def folder(number: int) -> Path:
    path = working.ahead(number)
    path.mkdir(parents=True)
    (path / "1.json").write_text("{}")
    return path
