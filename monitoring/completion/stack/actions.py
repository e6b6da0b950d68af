"""What people do with the stack: ask for something by hand, hold, cancel, take up again, delete."""

from collections.abc import Iterable
from typing import Any

from logging_core.shared import clock
from logging_core.shared.announce import Actor, Changes, recorded
from logging_core.shared.errors import Conflict, wrong
from monitoring.completion.models import Configuration
from monitoring.completion.sources.models import Source
from monitoring.completion.stack import transitions
from monitoring.completion.stack.models import Gap, Request, RequestSource
from monitoring.completion.stack.planning import Plan
from monitoring.completion.stack.states import ACTIVE, BY_HAND, State
from monitoring.inventory.models import NSLC
from qualitycontrol.archive.models import Archive
from qualitycontrol.rules import check_operator


def add(
    *,
    actor: Actor,
    by: Any,
    archive: Archive,
    plans: Iterable[Plan],
    streams: dict[str, NSLC],
    sources: list[Source] | None = None,
    force: bool = False,
) -> list[Request]:
    """Requests for these plans; `sources` replace those that are configured for the streams."""
    check_operator(by)
    with recorded(actor) as changes:
        made = [_make(actor, archive, plan, streams, sources, force) for plan in plans]
        if by is not None:
            for request in made:
                changes.add("request", "create", str(request.pk), after=request.record())
    return made


def _make(
    actor: Actor,
    archive: Archive,
    plan: Plan,
    streams: dict[str, NSLC],
    sources: list[Source] | None,
    force: bool,
) -> Request:
    request = Request.objects.create(
        archive=archive,
        start_ns=plan.start_ns,
        end_ns=plan.end_ns,
        force=force,
        multiplexed=plan.together,
        created_at=clock.now(),
        created_by=actor.name,
    )
    fill(request, plan, streams, sources)
    transitions.note(request, state_to=State.NEW, reason="created", message=actor.name)
    return request


def fill(request: Request, plan: Plan, streams: dict[str, NSLC], sources: list[Source] | None) -> None:
    """The gaps and the sources of a request, in the place of those it had."""
    request.gaps.all().delete()
    Gap.objects.bulk_create(
        Gap(request=request, nslc=streams[code], start_ns=start, end_ns=end) for code, (start, end) in plan.gaps
    )
    if sources is None:
        configured = Configuration.the().sources.filter(nslc__in=[streams[code] for code in plan.codes])
        sources = list(configured.distinct())
    known = set(request.sources.values_list("source_id", flat=True))
    RequestSource.objects.bulk_create(
        RequestSource(request=request, source=source) for source in sources if source.pk not in known
    )


def set_state(*, actor: Actor, by: Any, pks: Iterable[int], to: str) -> int:
    """Take up again (`new`), hold (`on_hold`) or cancel; gives how many changed. Running ones can be cancelled."""
    check_operator(by)
    if to not in BY_HAND:
        raise wrong("state", f"must be one of {', '.join(sorted(BY_HAND))}")
    with recorded(actor) as changes:
        requests = Request.objects.select_for_update().filter(pk__in=list(pks)).exclude(state=to).order_by("pk")
        return sum(_set_one(changes, actor, request, State(to)) for request in requests)


def _set_one(changes: Changes, actor: Actor, request: Request, to: State) -> bool:
    before = request.record()
    try:
        told = {"failures": 0, "not_before": None} if to is State.NEW else {}
        transitions.change(request, to, reason="by_hand", message=actor.name, **told)
    except Conflict:
        return False
    if to is State.NEW:  # sources that refused for good are asked again
        request.sources.update(outcome="", reason="", message="", alone=False)
    changes.add("request", "update", str(request.pk), before=before, after=request.record())
    return True


def delete(*, actor: Actor, by: Any, pks: Iterable[int]) -> int:
    """Take them off the stack. Queued and running ones stay: they can be cancelled first."""
    check_operator(by)
    with recorded(actor) as changes:
        requests = Request.objects.select_for_update().filter(pk__in=list(pks)).exclude(state__in=ACTIVE)
        for request in requests:
            changes.add("request", "delete", str(request.pk), before=request.record())
            transitions.note(request, state_from=request.state, reason="deleted", message=actor.name)
        return requests.delete()[1].get("monitoring.Request", 0)
