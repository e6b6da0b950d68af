"""Pictures that are checked, kept under their name together with a small one, and never seen half written."""

import base64
import hashlib
import io
import os
import tempfile
import warnings
from pathlib import Path

from django.conf import settings
from PIL import Image, UnidentifiedImageError

from logging_core.automation.aux_rules.cameras import naming
from logging_core.automation.aux_rules.cameras.fetched import NoPicture

MOST_PIXELS = 60_000_000
SMALL = (320, 240)
SMALL_FOLDER = "thumbnails"


def small_name(name: str) -> str:
    return f"{Path(name).stem}.jpg"


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def small(content: bytes, name: str) -> bytes:
    """A thumbnail (JPEG) of a whole picture of the kind that its name says. Raises NoPicture for anything else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=tuple(naming.FORMATS))
            _check(picture, name)
            picture.load()  # the whole of it: half a file is no picture
        picture.thumbnail(SMALL)
        target = io.BytesIO()
        picture.convert("RGB").save(target, "JPEG", quality=78)
    except UnidentifiedImageError:
        raise NoPicture("what came is no JPEG, PNG or WebP picture") from None
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError, Warning) as problem:
        raise NoPicture(f"the picture is damaged or too large: {problem}") from None
    return target.getvalue()


def _check(picture: Image.Image, name: str) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise NoPicture(f"the picture has more than {MOST_PIXELS:,} pixels")
    if not naming.fits(name, picture.format or ""):
        raise NoPicture(f"the picture is a {picture.format}, and its name would end with {Path(name).suffix}")


def keep(content: bytes, thumbnail: bytes, name: str) -> Path:
    """Store both; gives where the picture lies. Raises NoPicture when the disk refuses."""
    folder = Path(settings.IMAGES_DIR)
    try:
        (folder / SMALL_FOLDER).mkdir(parents=True, exist_ok=True)
        _put(folder / SMALL_FOLDER / small_name(name), thumbnail)
        return _put(folder / name, content)
    except OSError as problem:
        raise NoPicture(f"the picture cannot be stored: {problem.strerror}") from None


def _put(path: Path, content: bytes) -> Path:
    """A page never sees half a picture, and what is there is replaced at once."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(draft).chmod(0o644)
        return Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def as_address(thumbnail: bytes) -> str:
    """For a page, without a file."""
    return f"data:image/jpeg;base64,{base64.b64encode(thumbnail).decode()}"
