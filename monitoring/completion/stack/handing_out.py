"""Handing waiting requests to the workers, as many as may run at the same time."""

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from logging_core.shared import clock
from monitoring.completion.models import Configuration
from monitoring.completion.stack import companions, transitions
from monitoring.completion.stack.models import Request, RequestSource
from monitoring.completion.stack.states import ACTIVE, WAITING

ONE_AT_A_TIME = 0x5EA15_7AC  # key of the transaction lock


def due() -> QuerySet[Request]:
    """Waiting ones whose pause is over, in the order of the stack."""
    return Request.objects.filter(is_due()).order_by("id")


def is_due() -> Q:
    return Q(state__in=WAITING) & (Q(not_before=None) | Q(not_before__lte=clock.now()))


def hand_out() -> int:
    """Queue what is due while there is room; gives how many. Called again whenever one ends.

    What goes along with a question that is just being asked waits for its answer.
    """
    configuration = Configuration.the()
    transitions.reap(configuration.policy)
    with transaction.atomic():
        _alone()
        room = configuration.n_request - Request.objects.filter(state__in=ACTIVE).count()
        under_way = RequestSource.objects.filter(companions.marked()).values("request")
        free = due().exclude(pk__in=under_way)
        chosen = list(free.select_for_update(skip_locked=True)[: max(0, room)])
        for request in chosen:
            transitions.queued(request)
        transaction.on_commit(lambda: _send([request.pk for request in chosen]))
    return len(chosen)


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])


def _send(pks: list[int]) -> None:
    from monitoring.completion.tasks import run_request

    for pk in pks:
        run_request.delay(pk)
