"""What the steps of the set-up do. Folders may be chosen below the allowed roots only (SEALOG_ARCHIVE_ROOTS)."""

import os
import shutil
from pathlib import Path
from typing import Any

from logging_core.shared.announce import Actor
from logging_core.shared.errors import wrong
from monitoring.completion import actions as completion
from monitoring.completion.models import Configuration
from monitoring.completion.sources.models import Source
from monitoring.inventory import actions as inventory
from monitoring.inventory.found import Found
from monitoring.inventory.models import Network, Station
from monitoring.statistics import actions as statistics
from qualitycontrol.archive import actions as archives
from qualitycontrol.archive import roots, structures
from qualitycontrol.archive.listing import NoArchive, listing
from qualitycontrol.archive.models import Archive
from qualitycontrol.rules import check_operator


def look_at_folder(*, by: Any, root: str, layout: str) -> dict[str, Any]:
    """Whether a folder can be an archive: is it there, may it be written, what does it hold. Changes nothing."""
    check_operator(by)
    path = roots.confined(root)
    if layout not in structures.LAYOUTS:
        raise wrong("layout", f"must be one of {', '.join(structures.LAYOUTS)}")
    there = path.is_dir()
    place = path if there else next(parent for parent in path.parents if parent.is_dir())
    return {
        "root": str(path),
        "exists": there,
        "writable": os.access(place, os.W_OK | os.X_OK),
        "free": shutil.disk_usage(place).free,
        "files": len(_names(path, layout)) if there else 0,
    }


def _names(path: Path, layout: str) -> list[Any]:
    try:
        return listing(path, structures.named(layout)).files
    except NoArchive as problem:
        raise wrong("root", str(problem)) from None


def streams_of_folder(*, actor: Actor, by: Any, root: str, layout: str) -> inventory.Stored:
    """Everything that the file names of a folder name."""
    check_operator(by)
    path = roots.confined(root)
    streams = {file.name.nslc for file in _names(path, layout) if file.name.nslc is not None}
    if not streams:
        raise wrong("root", f"{path} holds no file of the layout {layout}")
    return inventory.store(actor=actor, by=by, found=[Found(stream) for stream in sorted(streams)])


def use_archive(
    *, actor: Actor, by: Any, root: str, layout: str, name: str, told: dict[str, Any] | None = None
) -> Configuration:
    """The folder becomes the archive that is completed; it is made where it is not there yet."""
    check_operator(by)
    path = roots.confined(root)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise wrong("root", f"can not be made: {problem.strerror}") from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise wrong("root", "can not be written")
    known = Archive.objects.filter(root=str(path)).first()
    archive = archives.save_archive(actor=actor, by=None, name=name, root=str(path), layout=layout, known=known)
    return attach(actor=actor, by=by, told={**(told or {}), "archive": archive})


def attach(*, actor: Actor, by: Any, told: dict[str, Any]) -> Configuration:
    """Every network, station and source there is belongs to the configuration."""
    return completion.configure(
        actor=actor,
        by=by,
        told=told,
        networks=list(Network.objects.all()),
        stations=list(Station.objects.all()),
        sources=list(Source.objects.all()),
    )


def monitor(*, actor: Actor, by: Any, start_year: int, end_year: int) -> None:
    archive = Configuration.the().final
    statistics.monitor_everything(actor=actor, by=by, archive=archive, start_year=start_year, end_year=end_year)


def finish(*, actor: Actor, by: Any) -> Configuration:
    """The wizard opens no more by itself."""
    check_operator(by)
    _ = Configuration.the().final
    return attach(actor=actor, by=by, told={"initialisation": False})
