"""An archive known to the product, in a folder of its own."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # this module is read before Django is set up
    from qualitycontrol.archive.models import Archive


@pytest.fixture
def root(tmp_path: Path, settings) -> Path:
    settings.ARCHIVE_ROOTS = [str(tmp_path)]
    settings.ARCHIVE_FREE_FLOOR = 0
    folder = tmp_path / "archive"
    folder.mkdir()
    return folder


@pytest.fixture
def archive(root: Path, db) -> "Archive":
    from tests.qualitycontrol.archive.stock import make_archive_row

    return make_archive_row(root)
