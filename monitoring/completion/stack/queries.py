"""The stack as it is looked at."""

from django.db.models import Count, QuerySet

from monitoring.completion.stack.models import Request, RequestHistory
from monitoring.completion.stack.states import State


def stack(state: str = "", search: str = "") -> QuerySet[Request]:
    """Newest first, with everything a table row shows; `search` finds parts of a stream's code."""
    rows = Request.objects.prefetch_related("gaps__nslc", "sources__source")
    if state:
        rows = rows.filter(state=state)
    if search:
        rows = rows.filter(gaps__nslc__code__icontains=search).distinct()
    return rows


def counts() -> dict[str, int]:
    """How many requests are in each state; every state is there."""
    found = dict(Request.objects.order_by().values_list("state").annotate(Count("id")))
    return {state.value: found.get(state.value, 0) for state in State}


def history(number: int) -> QuerySet[RequestHistory]:
    """Everything that happened to a request, oldest first, also when it is gone."""
    return RequestHistory.objects.filter(number=number)
