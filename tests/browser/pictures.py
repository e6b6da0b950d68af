"""Screenshots as files small enough for a repository."""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

LARGEST = 400_000
COLOURS = 256


def keep(page: Page, path: Path) -> Path:
    """The window as it is; with fewer colours where it would be too large."""
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    picture.save(path, optimize=True)
    if path.stat().st_size > LARGEST:
        picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    assert path.stat().st_size <= LARGEST, f"{path.name} has {path.stat().st_size} bytes"
    return path
