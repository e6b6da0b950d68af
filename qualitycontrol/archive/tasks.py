"""Celery doors of archives."""

from celery import shared_task

from qualitycontrol.archive import merges
from qualitycontrol.archive.models import Archive


@shared_task(name="archive.empty_trash", time_limit=3000)
def empty_trash() -> int:
    """Remove old backups of every archive. An archive that cannot be reached is tried again the next time."""
    return sum(merges.empty_trash(archive) for archive in Archive.objects.all())
