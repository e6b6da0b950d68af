"""What is done with archives."""

from collections.abc import Iterable
from typing import Any

from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import Conflict, wrong
from qualitycontrol.archive import rescanning, roots, structures
from qualitycontrol.archive.locking import held_if_free
from qualitycontrol.archive.models import Archive, Scan
from qualitycontrol.rules import check_admin, check_operator


def save_archive(
    *, actor: Actor, by: Any, name: str, root: str, layout: str = "SDS", known: Archive | None = None
) -> Archive:
    """Make a folder known as an archive, or change the `known` one. The folder itself is not touched."""
    check_admin(by)
    _check(name, layout, known)
    path = str(roots.confined(root))
    with recorded(actor) as changes:
        archive = Archive.objects.select_for_update().get(pk=known.pk) if known else Archive()
        before = archive.record() if known else None
        if Archive.objects.exclude(pk=archive.pk).filter(root=path).exists():
            raise wrong("root", "belongs to another archive")
        archive.name, archive.root, archive.layout = name, path, layout
        after = archive.record()
        if before == after:
            return archive
        if before and (before["root"], before["layout"]) != (path, layout):
            archive.files.all().delete()  # they are of another folder
        archive.save()
        changes.add("archive", "update" if known else "create", archive.id, before=before, after=after)
    return archive


def _check(name: str, layout: str, known: Archive | None) -> None:
    if layout not in structures.LAYOUTS:
        raise wrong("layout", f"must be one of {', '.join(structures.LAYOUTS)}")
    if not 1 <= len(name) <= 50:
        raise wrong("name", "must have 1 to 50 characters")
    others = Archive.objects.exclude(pk=known.pk) if known else Archive.objects.all()
    if others.filter(name=name).exists():
        raise wrong("name", "belongs to another archive")


def archive_at(*, actor: Actor, root: str, layout: str) -> Archive:
    """The archive of a folder, made known by its path if it is not yet."""
    known = Archive.objects.filter(root=root).first()
    if known is None:
        return save_archive(actor=actor, by=None, name=root[-50:], root=root, layout=layout)
    if known.layout != layout:
        raise Conflict(f"{root} is known as {known.name} with layout {known.layout}")
    return known


def rescan(
    *,
    actor: Actor,
    archive: Archive,
    by: Any = None,
    start_ns: int | None = None,
    end_ns: int | None = None,
    nslcs: Iterable[object] | None = None,
    progress: rescanning.Progress = rescanning.nobody,
) -> Scan:
    """Read what is new or changed, of all or of some times and streams. One scan of an archive at a time.

    A folder that cannot be listed gives a failed scan with its cause; what was known stays.
    """
    check_operator(by)
    names = None if nslcs is None else {str(nslc) for nslc in nslcs}
    with held_if_free(f"scan {archive.root}") as free:
        if not free:
            raise Conflict(f"{archive.name} is being scanned already")
        scan = rescanning.scan(archive, rescanning.wanted_between(start_ns, end_ns, names), progress)
    with recorded(actor) as changes:
        changes.add("archive", "scan", archive.id, after=summary(scan), quiet=True)
    return scan


def summary(scan: Scan) -> dict[str, Any]:
    return {
        "state": scan.state,
        "cause": scan.cause,
        "files": scan.files,
        "read": scan.read,
        "gone": scan.gone,
        "unread": scan.unread,
    }


def told(scan: Scan) -> str:
    """The summary in a line, with what went wrong below it."""
    line = f"{scan.state}: {scan.files} files, {scan.read} read, {scan.gone} gone, {scan.unread} unreadable"
    return f"{line}\n{scan.cause}" if scan.cause else line
