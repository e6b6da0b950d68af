"""The only place where a request changes its state: under the lock of its row, with a line in its history."""

import os
import socket
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from logging_core.shared import clock
from logging_core.shared.errors import Conflict
from monitoring.completion.stack.models import Gap, Request, RequestHistory
from monitoring.completion.stack.retry import Asked, Policy, Try, Verdict, judge
from monitoring.completion.stack.states import ACTIVE, ENDED, GapState, State, may_follow
from monitoring.web.trouble import Outcome

IN_QUEUE = timedelta(minutes=30)  # a task that nobody took until then is lost
GAP_STATES = {State.RUNNING: GapState.IN_PROCESS, State.SUCCEEDED: GapState.ARCHIVED}


def worker_name() -> str:
    """This process, as it signs leases."""
    return f"{socket.gethostname()}:{os.getpid()}"


def change(request: Request, to: State, *, reason: str = "", message: str = "", **told: Any) -> None:
    """Change a row that the caller has locked. Raises Conflict when `to` may not follow."""
    before = State(request.state)
    if not may_follow(before, to):
        raise Conflict(f"Request {request.pk} is {before}; it can not become {to}.")
    now = clock.now()
    told |= {"state": to, "reason": reason, "message": message[:2000], "ended_at": now if to in ENDED else None}
    if to not in ACTIVE:
        told |= {"worker": "", "heartbeat": None, "expires_at": None, "stage": ""}
    for name, value in told.items():
        setattr(request, name, value)
    request.save(update_fields=list(told))
    if to in GAP_STATES:
        Gap.objects.filter(request=request).update(state=GAP_STATES[to])
    note(request, state_from=before, state_to=to, reason=reason, message=message[:2000])


def note(request: Request, **told: Any) -> None:
    """A line in the history."""
    RequestHistory.objects.create(at=clock.now(), request=request, number=request.pk, **told)


def locked(**which: Any) -> QuerySet[Request]:
    """Rows nobody else is changing; those another one has locked are left out."""
    return Request.objects.filter(**which).select_for_update(skip_locked=True)


def claim(pk: int, worker: str) -> Request | None:
    """Take the lease of a request that waits or is queued; None when another one has it or it is over."""
    with transaction.atomic():
        request = locked(pk=pk, state__in=(State.NEW, State.QUEUED, State.RETRY_WAIT)).first()
        if request is not None:
            lease = {"worker": worker, "heartbeat": clock.now(), "expires_at": _lease_end(), "not_before": None}
            change(request, State.RUNNING, reason="taken", message=worker, tries=request.tries + 1, **lease)
    return request


def heartbeat(pk: int, worker: str) -> bool:
    """Renew the lease; False when it was lost or the request was cancelled."""
    held = Request.objects.filter(pk=pk, state=State.RUNNING, worker=worker)
    return bool(held.update(heartbeat=clock.now(), expires_at=_lease_end()))


def stage(pk: int, worker: str, text: str) -> None:
    """Say what is being done, for those who watch."""
    Request.objects.filter(pk=pk, worker=worker).update(stage=text[:50])


def release(pk: int, worker: str, verdict: Verdict) -> bool:
    """End a try; False when the lease was lost meanwhile, and then nothing is changed."""
    with transaction.atomic():
        request = Request.objects.select_for_update().filter(pk=pk, state=State.RUNNING, worker=worker).first()
        if request is not None:
            _decide(request, verdict)
    return request is not None


def _decide(request: Request, verdict: Verdict) -> None:
    told = {"not_before": verdict.not_before, "failures": request.failures + verdict.failed}
    change(request, verdict.state, reason=verdict.reason, message=verdict.message, **told)


def reap(policy: Policy) -> int:
    """Requests whose worker died, or whose task was lost, wait again; gives how many."""
    with transaction.atomic():
        lost = list(locked(state__in=ACTIVE, expires_at__lt=clock.now()))
        for request in lost:
            if request.state == State.QUEUED:
                change(request, State.RETRY_WAIT, reason="not_taken", message="no worker took it")
            else:
                _decide(request, _without_worker(request, policy))
    return len(lost)


def _without_worker(request: Request, policy: Policy) -> Verdict:
    """A dead worker counts as a failed try, so that a request that kills workers comes to rest; no pause."""
    asked = (Asked(Outcome.TEMPORARY, "worker_lost", f"{request.worker} gave no sign of life"),)
    now = clock.now()
    verdict = judge(policy, Try(now, request.created_at, request.failures, True, False, False, asked))
    again = verdict.state is State.RETRY_WAIT
    return Verdict(verdict.state, verdict.reason, verdict.message, now if again else None, failed=True)


def queued(request: Request) -> None:
    change(request, State.QUEUED, expires_at=clock.now() + IN_QUEUE)


def _lease_end() -> Any:
    return clock.now() + timedelta(seconds=settings.ARCHIVE_LEASE_SECONDS)
