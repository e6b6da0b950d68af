"""What every page of the archive shows and follows: the automatic update, the stack in numbers, what changed."""

import hashlib
import json
from typing import Any

from django.db.models import Max, Sum

from logging_core.shared import clock, permissions
from monitoring.completion.models import AutomaticUpdate, Configuration
from monitoring.completion.sources.models import Source
from monitoring.completion.stack import queries
from monitoring.completion.stack.models import Request, RequestHistory
from monitoring.completion.stack.states import State
from monitoring.console import shapes
from monitoring.logs.models import LogLine
from qualitycontrol.archive.models import Provenance, Scan


def common() -> dict[str, Any]:
    """The same for everybody. `marks` differ whenever what a page lists has changed."""
    return {
        "automatic": shapes.automatic(AutomaticUpdate.the()),
        "counts": queries.counts(),
        "marks": {"stack": _stack(), "log": _last(LogLine), "sources": _sources(), "archive": _archive()},
    }


def whole(person: Any) -> dict[str, Any]:
    """What a page starts with."""
    configuration = Configuration.the()
    return common() | {
        "now": clock.iso(clock.now()),
        "archive": shapes.archive(configuration.archive),
        "initialisation": configuration.initialisation,
        "window": shapes.window(configuration.shape),
        "may_operate": permissions.has_scope(person, permissions.WRITE_ARCHIVE),
        "is_admin": permissions.is_admin(person),
    }


def _stack() -> str:
    running = Request.objects.filter(state=State.RUNNING).order_by("pk").values_list("pk", "stage")
    told = [_last(RequestHistory), Request.objects.count(), list(running)]
    return hashlib.sha1(json.dumps(told).encode(), usedforsecurity=False).hexdigest()[:12]


def _sources() -> str:
    told = Source.objects.aggregate(
        Max("pk"), Max("last_checked"), Sum("consecutive_failures"), Max("paused_until")
    )
    return " ".join(map(str, told.values()))


def _archive() -> str:
    """Merges and scans change what it holds."""
    return f"{_last(Provenance)} {_last(Scan)} {Scan.objects.filter(finished_at=None).count()}"


def _last(model: Any) -> int:
    return model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
