"""What the page of the exports says of cruises, packages and their jobs."""

from typing import Any

from logging_core.exchange.package import packages
from logging_core.exchange.package.console import EXPORT
from logging_core.exchange.package.jobs import VERIFY
from logging_core.exchange.package.packages import Package
from logging_core.shared.jobs.models import Job, State
from logging_core.shared.jobs.shapes import shown as shown_job
from logging_core.voyages.models import Cruise, Lowering

MOST_CRUISES = 200


def cruises(person: Any, chosen: str) -> dict[str, Any]:
    """Those that somebody may see, newest first, and the chosen one (else the newest) with its lowerings."""
    found = list(Cruise.objects.visible_to(person).order_by("-start_ts", "-ordinal")[:MOST_CRUISES])
    cruise = next((one for one in found if one.id == chosen), found[0] if found else None)
    lowerings = (
        Lowering.objects.visible_to(person).inside(cruise).order_by("start_ts", "ordinal") if cruise else ()
    )
    return {"cruises": found, "cruise": cruise, "voyages": [cruise, *lowerings] if cruise else []}


def made() -> dict[str, Any]:
    """The last export as a job, and all packages with the last verification of each."""
    last = Job.objects.filter(kind=EXPORT).order_by("-asked_at", "-id").first()
    found = packages.all_packages()
    verified = _verifications([package.name for package in found])
    return {
        "last": shown_job(last) if last else None,
        "busy": bool(last and last.under_way),
        "packages": [_shown(package, verified.get(package.name)) for package in found],
    }


def _verifications(names: list[str]) -> dict[str, Job]:
    jobs = Job.objects.filter(kind=VERIFY, params__package__in=names).order_by("asked_at", "id")
    return {job.params["package"]: job for job in jobs}


def _shown(package: Package, verification: Job | None) -> dict[str, Any]:
    word, tone = _verdict(verification)
    return {"package": package, "verification": verification, "word": word, "tone": tone}


def _verdict(job: Job | None) -> tuple[str, str]:
    """In words, and the class of the badge."""
    if job is None:
        return "not verified yet", ""
    if job.under_way:
        return "being verified", "badge-wait"
    if job.state != State.DONE:
        return f"verification {job.state}", "badge-warn"
    count = (job.result or {}).get("count", 0)
    return (f"{count} problem{'' if count == 1 else 's'}", "badge-bad") if count else ("whole", "badge-ok")
