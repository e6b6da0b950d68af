"""Static files are collected when one of them changed, not at each start."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command


def collect() -> bool:
    """Collect, compress and name the static files; gives False when nothing had changed."""
    mark = settings.STATIC_ROOT / ".collected"
    now = _fingerprint()
    if mark.exists() and mark.read_text() == now:
        return False
    mark.unlink(missing_ok=True)  # a run that is killed half-way must be done again
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    mark.write_text(now)
    return True


def _fingerprint() -> str:
    storage = settings.STORAGES["staticfiles"]["BACKEND"]
    return hashlib.sha256("\n".join([django.__version__, storage, *sorted(_sources())]).encode()).hexdigest()


def _sources() -> Iterator[str]:
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            yield f"{name} {state.st_size} {state.st_mtime_ns}"
