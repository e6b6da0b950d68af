"""Records as the pages' JSON has them. Times are ISO 8601 UTC."""

from dataclasses import asdict
from typing import Any

from logging_core.shared import clock, permissions
from monitoring.completion.models import AutomaticUpdate, Configuration
from monitoring.completion.sources import kinds
from monitoring.completion.sources.models import Source
from monitoring.completion.stack.models import Request, RequestHistory, RequestSource
from monitoring.completion.stack.planning import Plan
from monitoring.completion.window import Shape, timeline
from monitoring.console.reading import reader
from monitoring.logs.models import LEVELS, LogLine
from monitoring.statistics.models import Stat
from qualitycontrol.archive import instants
from qualitycontrol.archive.models import Archive

Plain = dict[str, Any]


def when(instant: int | None) -> str | None:
    """To the millisecond, as pages show times."""
    return None if instant is None else instants.text(instant)[:23] + "Z"


def automatic(row: AutomaticUpdate) -> Plain:
    return {
        "enabled": row.enabled,
        "next_run": clock.iso_or_none(row.next_run),
        "covered_until": clock.iso_or_none(row.covered_until),
        "running": bool(row.owner),
        "owner": row.owner.split(" on ")[0],
        "started_at": clock.iso_or_none(row.started_at),
        "ended_at": clock.iso_or_none(row.ended_at),
        "ok": row.ok,
        "result": row.result,
        "stage": row.stage,
        "done": row.progress_done,
        "total": row.progress_total,
    }


def archive(row: Archive | None) -> Plain | None:
    return row.record() if row else None


def window(shape: Shape) -> Plain:
    """The settings and the time line that they give now."""
    lines = [
        {"name": s.name, "start": clock.iso(s.start), "end": clock.iso(s.end), "units": s.units}
        for s in timeline(shape, clock.now())
    ]
    return {**asdict(shape), "unit": "h" if shape.granularity == "hourly" else "d", "stretches": lines}


def configuration(row: Configuration) -> Plain:
    plain = row.record()
    return {name: value for name, value in plain.items() if name not in ("archive", "id")}


def request(row: Request) -> Plain:
    gaps = list(row.gaps.all())
    return {
        "id": row.pk,
        "label": row.label,
        "start": when(row.start_ns),
        "end": when(row.end_ns),
        "seconds": (row.end_ns - row.start_ns) / instants.SECOND,
        "gaps": len(gaps),
        "state": row.state,
        "reason": row.reason,
        "message": row.message,
        "stage": row.stage,
        "worker": row.worker,
        "tries": row.tries,
        "failures": row.failures,
        "force": row.force,
        "filled": row.filled,
        "created_at": clock.iso(row.created_at),
        "created_by": row.created_by,
        "not_before": clock.iso_or_none(row.not_before),
        "ended_at": clock.iso_or_none(row.ended_at),
        "sources": [_asked(source) for source in row.sources.all()],
    }


def _asked(row: RequestSource) -> Plain:
    return {"name": row.source.name, "outcome": row.outcome, "reason": row.reason, "message": row.message}


def history(row: RequestHistory) -> Plain:
    plain = {name: getattr(row, name) for name in ("state_from", "state_to", "source", "outcome", "reason")}
    return plain | {
        "id": row.pk,
        "at": clock.iso(row.at),
        "bytes": row.bytes,
        "seconds": row.seconds,
        "exit_code": row.exit_code,
        "message": row.message,
    }


def plan(row: Plan) -> Plain:
    return {"streams": row.codes, "start": when(row.start_ns), "end": when(row.end_ns), "gaps": len(row.gaps)}


def source(row: Source, person: Any) -> Plain:
    """Where a source lies is shown to those who may change it."""
    return {
        "id": row.pk,
        "name": row.name,
        "priority": row.priority,
        "kind": row.kind,
        "title": kinds.title(row.kind),
        "parameters": row.parameters if may_operate(person) else {},
        "limit_rate": row.limit_rate,
        "connections": row.connections,
        "availability": row.availability,
        "cpu_limit": row.cpu_limit,
        "log_level": row.log_level,
        "streams": row.nslc.count(),
        "is_online": row.is_online,
        "last_checked": clock.iso_or_none(row.last_checked),
        "last_ok": clock.iso_or_none(row.last_ok),
        "last_error": row.last_error,
        "failures": row.consecutive_failures,
        "paused_until": clock.iso_or_none(row.paused_until),
    }


def kind(name: str) -> Plain:
    made = kinds.named(name)
    fields = [
        {
            "name": one.name,
            "help": one.help,
            "example": one.example,
            "default": one.default,
            "required": one.required,
        }
        for one in made.PARAMETERS
    ]
    return {"name": name, "title": kinds.title(name), "parameters": fields}


def log_line(row: LogLine) -> Plain:
    level = LEVELS.get(row.level, str(row.level))
    plain = {"id": row.pk, "at": clock.iso(row.at), "logger": row.logger, "level": level, "message": row.message}
    return plain | {"request": row.request, "source": row.source}


def day(row: Stat) -> Plain:
    names = ("expected_s", "available_s", "percent", "gap_seconds", "num_gaps", "max_gap")
    more = ("num_overlaps", "sum_overlaps", "num_samples", "sample_rates", "latency_s")
    plain = {name: getattr(row, name) for name in (*names, *more)}
    first, last = when(row.start_ns), when(row.end_ns)
    return {"id": row.pk, "day": row.day.isoformat(), "nslc": row.nslc.code, "first": first, "last": last, **plain}


def may_operate(person: Any) -> bool:
    return permissions.has_scope(reader(person), permissions.WRITE_ARCHIVE)
