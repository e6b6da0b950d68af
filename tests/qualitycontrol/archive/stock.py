"""Archives and who acts on them, for tests."""

from datetime import timedelta
from pathlib import Path

from logging_core.shared.announce import Actor
from qualitycontrol.archive import actions, structures
from qualitycontrol.archive.models import Archive
from qualitycontrol.archive.nslc import Nslc
from tests.qualitycontrol.archive.seismograms import FIRST, STREAM

ACTOR = Actor("a test", via="command")
SDS = structures.named("SDS")


def make_archive_row(root: Path, name: str = "final") -> Archive:
    return actions.save_archive(actor=ACTOR, by=None, name=name, root=str(root))


def put(root: Path, content: bytes, day: int = 0, nslc: Nslc = STREAM) -> Path:
    """A day file, so many days after the first one."""
    path = root / SDS.path(nslc, FIRST + timedelta(days=day))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
