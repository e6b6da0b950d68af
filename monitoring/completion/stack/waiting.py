"""Waiting for the workers to work the stack off."""

import time
from collections.abc import Callable, Iterable

from django.db.models import Count, Q

from logging_core.shared.errors import Refusal
from monitoring.completion.stack.handing_out import hand_out, is_due
from monitoring.completion.stack.models import Request, RequestHistory
from monitoring.completion.stack.states import ACTIVE, State

POLL = 0.2  # seconds
PATIENCE = 60.0  # seconds without any worker taking anything


class NoWorker(Refusal):
    status = 503


def work_off(pks: Iterable[int], tell: Callable[[int, int], None]) -> dict[str, int]:
    """Hand out and wait until each of these requests has had its try; gives how many are in which state.

    Requests that came to a rest with a later next try count as had. Raises NoWorker when nobody takes them.
    """
    wanted = list(pks)
    tries = dict(Request.objects.filter(pk__in=wanted).values_list("pk", "tries"))
    quiet_since = time.monotonic()
    left = len(wanted) + 1
    while True:
        hand_out()
        now_left = len(_without_try(wanted, tries))
        if now_left != left:
            left, quiet_since = now_left, time.monotonic()
            tell(len(wanted) - left, len(wanted))
        if not left:
            return ends(wanted)
        if Request.objects.filter(state=State.RUNNING).exists():
            quiet_since = time.monotonic()
        if time.monotonic() - quiet_since > PATIENCE:
            raise NoWorker(f"{left} requests wait, but no worker takes them")
        time.sleep(POLL)


def _without_try(wanted: list[int], tries: dict[int, int]) -> list[int]:
    """Those that are under way, or have not had a try since we began."""
    rows = Request.objects.filter(Q(state__in=ACTIVE) | is_due(), pk__in=wanted)
    known = rows.values_list("pk", "state", "tries")
    return [pk for pk, state, count in known if state in ACTIVE or count == tries[pk]]


def ends(wanted: list[int]) -> dict[str, int]:
    """How many of these requests are in which state; those that succeeded may be gone from the stack."""
    found = dict(Request.objects.filter(pk__in=wanted).order_by().values_list("state").annotate(Count("pk")))
    gone = set(wanted) - set(Request.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    succeeded = RequestHistory.objects.filter(number__in=gone, state_to=State.SUCCEEDED)
    found[State.SUCCEEDED] = found.get(State.SUCCEEDED, 0) + succeeded.values("number").distinct().count()
    return {state: count for state, count in found.items() if count}
