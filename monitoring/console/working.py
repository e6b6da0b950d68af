"""What people start by hand. The work itself is done by the workers of the archive."""

from typing import Any

from celery import current_app
from kombu.exceptions import OperationalError

from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import Conflict, Refusal
from monitoring.completion import actions
from monitoring.completion.models import AutomaticUpdate, Configuration
from monitoring.completion.sources.models import Source
from monitoring.completion.stack.handing_out import due, hand_out
from monitoring.completion.stack.planning import Plan
from monitoring.completion.tasks import run_update
from monitoring.inventory.models import NSLC
from monitoring.statistics import actions as statistics
from monitoring.statistics import tasks as statistics_tasks
from qualitycontrol.archive import instants
from qualitycontrol.rules import check_operator

WORKER = "archive@"
PATIENCE_S = 1.0


class NoBroker(Refusal):
    status = 503


def worker_answers() -> bool:
    """Whether a worker of the archive's queue is there. Waits a second for those who answer."""
    try:
        replies = current_app.control.ping(timeout=PATIENCE_S) or []
    except OperationalError as problem:
        raise NoBroker(f"The broker does not answer: {problem}") from None
    return any(name.startswith(WORKER) for reply in replies for name in reply)


def start_update(*, actor: Actor, by: Any, dry_run: bool = False) -> None:
    """The update of the window, as soon as a worker is free. Raises Conflict while another one runs."""
    check_operator(by)
    _ = Configuration.the().final
    row = AutomaticUpdate.the()
    if row.owner:
        raise Conflict(f"An update is running already: {row.owner}")
    with recorded(actor) as changes:
        changes.add("update", "try" if dry_run else "start", "by_hand")
    _send(run_update, actor=actor.name, dry_run=dry_run)


def execute(*, actor: Actor, by: Any) -> dict[str, int]:
    """Hand what is due to the workers; how many are due, and how many were handed out now."""
    check_operator(by)
    waiting = due().count()
    return {"due": waiting, "queued": hand_out()}


def ask(
    *,
    actor: Actor,
    by: Any,
    streams: list[NSLC],
    start_ns: int,
    end_ns: int,
    sources: list[Source] | None,
    force: bool,
    dry_run: bool,
) -> list[Plan]:
    """What would be asked for; without `dry_run` a worker asks the sources what they have and makes it."""
    from monitoring.console.tasks import run_ask

    plans = actions.ask(
        actor=actor,
        by=by,
        streams=streams,
        start_ns=start_ns,
        end_ns=end_ns,
        sources=sources,
        force=force,
        dry_run=True,
    )
    if plans and not dry_run:
        names = None if sources is None else [source.name for source in sources]
        codes = [stream.code for stream in streams]
        with recorded(actor) as changes:
            asked = {"streams": codes[:50], "start": instants.text(start_ns), "end": instants.text(end_ns)}
            changes.add("request", "ask", "by_hand", after=asked | {"sources": names, "force": force})
        told = {"codes": codes, "start_ns": start_ns, "end_ns": end_ns, "sources": names, "force": force}
        _send(run_ask, actor=actor.name, **told)
    return plans


def update_statistics(*, actor: Actor, by: Any) -> None:
    """Every year of the monitoring setup."""
    check_operator(by)
    _send(statistics_tasks.update, setup=statistics.chosen(None).pk, actor=actor.name)


def _send(task: Any, **told: Any) -> None:
    try:
        task.delay(**told)
    except OperationalError as problem:
        raise NoBroker(f"The broker does not answer: {problem}") from None
