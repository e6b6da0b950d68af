"""Where the files of requests lie while they are worked on."""

import shutil
from pathlib import Path

from django.conf import settings


def root() -> Path:
    return settings.DATA_DIR / "completion"


def folder(number: int) -> Path:
    """The folder of a request."""
    return root() / str(number)


def fresh(number: int, *names: str) -> Path:
    """An empty folder below that of a request."""
    path = folder(number).joinpath(*names)
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def ahead(number: int) -> Path:
    """Where answers lie that came ahead, with the question of another request."""
    return folder(number) / "ahead"


def remove(number: int) -> None:
    shutil.rmtree(folder(number), ignore_errors=True)
