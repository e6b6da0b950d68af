"""How far the set-up is: read from what is stored, never remembered beside it."""

from typing import Any

from django.conf import settings
from django.db.models import F, Sum

from monitoring.completion.models import ENCODINGS, AutomaticUpdate, Configuration
from monitoring.completion.queries import configured_streams
from monitoring.completion.sources.models import Source
from monitoring.console import shapes
from monitoring.inventory.centres import CENTRES
from monitoring.inventory.models import NSLC, Network, Station
from monitoring.statistics.models import ArchiveMonitoring
from qualitycontrol.archive import instants, structures
from qualitycontrol.archive.models import Archive
from qualitycontrol.archive.queries import streams

STEPS = ("welcome", "streams", "sources", "update", "monitoring", "finish")


def state() -> dict[str, Any]:
    """What is there, what may be chosen, and the step to go on with."""
    row = Configuration.the()
    monitoring = ArchiveMonitoring.objects.order_by("pk").first()
    done = _done(row, monitoring)
    return {
        "steps": STEPS,
        "done": done,
        "next": _next(done),
        "networks": Network.objects.count(),
        "stations": Station.objects.count(),
        "streams": NSLC.objects.count(),
        "examples": list(NSLC.objects.values_list("code", flat=True)[:12]),
        "configured": configured_streams(row).count(),
        "sources": [source.name for source in Source.objects.all()],
        "archive": shapes.archive(row.archive),
        "configuration": shapes.configuration(row),
        "years": [monitoring.start_year, monitoring.end_year] if monitoring else None,
        "choices": {
            "layouts": structures.WRITABLE,
            "all_layouts": list(structures.LAYOUTS),
            "encodings": ENCODINGS,
            "centres": [{"name": name, "url": url} for name, url in CENTRES.items()],
            "roots": [str(root) for root in settings.ARCHIVE_ROOTS],
        },
        "hints": _hints() if settings.DEMO else {},
        "download": estimated_download(row.archive),
    }


def _next(done: dict[str, bool]) -> str:
    """The step after the last one that is done: steps that were passed over on purpose stay so."""
    last = max((number for number, step in enumerate(STEPS) if done[step]), default=-1)
    return STEPS[min(last + 1, len(STEPS) - 1)]


def _hints() -> dict[str, str]:
    """Of the demonstration: its complete archive is served here."""
    source = Archive.objects.filter(name="demo-source").first()
    if source is None:
        return {}
    networks = {code.split(".")[0] for code in streams(source)}
    address = f"http://127.0.0.1:{settings.PORT}/archives/{source.name}"
    return {"name": "Demo_centre", "url": address, "networks": ", ".join(sorted(networks))}


def _done(row: Configuration, monitoring: ArchiveMonitoring | None) -> dict[str, bool]:
    known = NSLC.objects.exists()
    return {
        "welcome": known or row.archive is not None,
        "streams": known,
        "sources": Source.objects.exists(),
        "update": row.archive is not None,
        "monitoring": monitoring is not None,
        "finish": not row.initialisation,
    }


def estimated_download(archive: Archive | None) -> float | None:
    """Bytes that the gaps found by the last look would bring, judged by how large the archive's own data are.

    None when nothing was looked at yet, or when the archive is empty and says nothing about sizes.
    """
    result = AutomaticUpdate.the().result
    if archive is None or "gap_seconds" not in result:
        return None
    size = archive.files.aggregate(all=Sum("size"))["all"]
    held = archive.segments.aggregate(all=Sum(F("end_ns") - F("start_ns")))["all"]
    if not size or not held:
        return None
    return result["gap_seconds"] * float(size) * instants.SECOND / float(held)
