"""Folders of this host in which pictures of cameras may lie (SEALOG_FRAME_DIRS)."""

from pathlib import Path

from django.conf import settings

from logging_core.shared.errors import wrong


def confined(path: str, key: str = "address") -> Path:
    """The file itself, links followed, when it lies below one of the folders. Raises BadInput."""
    roots = [Path(root).resolve() for root in settings.FRAME_DIRS]
    try:
        file = Path(path).resolve()
    except (OSError, ValueError, RuntimeError):
        raise wrong(key, "is no path of a file") from None
    if not any(file.is_relative_to(root) and file != root for root in roots):
        raise wrong(key, f"must lie below {' or '.join(str(root) for root in roots)} (SEALOG_FRAME_DIRS)")
    return file
