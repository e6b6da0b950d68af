"""Running one request: the lease, the try, and what becomes of the request after it."""

import logging
from functools import partial

from logging_core.shared import clock
from monitoring.completion.models import Configuration
from monitoring.completion.stack import places, transitions
from monitoring.completion.stack.attempt import Attempt
from monitoring.completion.stack.leases import beating
from monitoring.completion.stack.models import Request
from monitoring.completion.stack.retry import Asked, Try, Verdict, judge
from monitoring.completion.stack.states import State
from monitoring.logs.book import Book
from monitoring.web.trouble import Cancelled, Outcome

book = Book("stack")


def run(pk: int, worker: str) -> State | None:
    """One try of a request. None when it was not to be had, or when its lease was lost on the way."""
    request = transitions.claim(pk, worker)
    if request is None:
        return None
    configuration = Configuration.the()
    with beating(partial(transitions.heartbeat, pk, worker)) as lost:
        attempt = Attempt(request, worker, configuration, lost)
        try:
            verdict = attempt.made()
        except Cancelled:
            return None
        except Exception as problem:
            verdict = _defect(request, configuration, problem)
        finally:
            attempt.measure()
    return _ended(request, worker, configuration, verdict)


def _defect(request: Request, configuration: Configuration, problem: Exception) -> Verdict:
    """Nobody foresaw it: told with its trace, and tried again like any other failure."""
    book.add(logging.ERROR, f"request {request.pk}: {problem}", request=request.pk, problem=problem)
    asked = (Asked(Outcome.TEMPORARY, "defect", f"{type(problem).__name__}: {problem}"),)
    this = Try(clock.now(), request.created_at, request.failures, True, False, False, asked)
    return judge(configuration.policy, this)


def _ended(request: Request, worker: str, configuration: Configuration, verdict: Verdict) -> State | None:
    if not transitions.release(request.pk, worker, verdict):
        return None
    level = logging.INFO if verdict.state in (State.SUCCEEDED, State.RETRY_WAIT) else logging.WARNING
    told = f"request {request.pk} ({request.label}): {verdict.state}, {verdict.reason} {verdict.message}"
    book.add(level, told.strip(), request=request.pk)
    if not configuration.debug_mode:
        places.remove(request.pk)
        if verdict.state is State.SUCCEEDED:
            Request.objects.filter(pk=request.pk, state=State.SUCCEEDED).delete()
    return verdict.state
