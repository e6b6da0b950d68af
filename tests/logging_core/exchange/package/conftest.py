"""The development data as something to export, into folders of the test."""

from pathlib import Path
from typing import Any

import pytest

from tests.compat import development_data
from tests.compat.development_data import CRUISE, LOWERING


@pytest.fixture
def root(db: None, settings: Any, tmp_path: Path) -> Path:
    """Below it `exports`, `packages` and `files`; the lowering has an upload and one of its pictures."""
    from logging_core.voyages import files

    settings.FILES_DIR, settings.IMAGES_DIR = tmp_path / "files", tmp_path / "files" / "images"
    settings.EXPORTS_DIR, settings.PACKAGES_DIR = tmp_path / "exports", tmp_path / "packages"
    development_data.load()
    put(files.folder_of("lowering", LOWERING) / "plan.pdf", b"%PDF")
    put(files.folder_of("cruise", CRUISE) / "cruise plan.pdf", b"%PDF-1")
    put(settings.IMAGES_DIR / "camera.0.jpg", b"a picture")
    return tmp_path


def put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def files_under(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
