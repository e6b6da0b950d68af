"""One question to a source for several requests: each gets its part of the answer."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from monitoring.completion.sources import pieces
from monitoring.completion.sources.selection import Selection
from monitoring.completion.stack import ahead, places
from monitoring.completion.stack.companions import Companion, taken_along
from monitoring.completion.stack.fetching import ANSWER, Fetched, fetch, tell_unwanted
from monitoring.completion.stack.models import Request, RequestSource
from monitoring.completion.stack.retry import Asked
from monitoring.completion.stack.states import OPEN
from monitoring.web.trouble import Outcome, Trouble

DOUBTFUL = {"cut", "not_miniseed"}  # one line may spoil the answer to all
GENERAL = {"busy", "no_connection", "source_paused"}  # no line is to blame


def ask(
    row: RequestSource, batch: list[Selection], name: str, most_gaps: int, cancelled: Callable[[], bool]
) -> Fetched | None:
    """The answer to `batch`, got with what other requests want; None when no other one goes along.

    `name`: folder for it. With `again` set it failed, and the lines of the others may be why.
    """
    source = row.source
    with taken_along(row, batch, most_gaps) as others:
        if not others:
            return None
        lines = [*batch, *(line for one in others for line in one.selections)]
        folder = places.fresh(row.request_id, source.name.upper(), f"{name}-together")
        got = fetch(source, lines, folder, cancelled, excused=lambda problem: _theirs(row, problem))
        if _well(got.asked):
            got = _shared_out(row, batch, name, others, got)
        if not _well(got.asked):
            _part(row, others, got.asked)
    told = f"asked together with {len(others)} other request{'s' if len(others) > 1 else ''}"
    again = not _well(got.asked) and not got.asked.paused and _theirs(row, got.asked)
    return replace(got, told=told, again=again)


def _well(asked: Asked) -> bool:
    return asked.outcome in (Outcome.OK, Outcome.NO_DATA)


def _theirs(row: RequestSource, problem: Asked | Trouble) -> bool:
    """Whether the lines of the others may be the reason."""
    federated = row.source.plugin.CAPABILITIES.federated and problem.reason != "busy"
    return problem.outcome is Outcome.PERMANENT or problem.reason in DOUBTFUL or federated


def _shared_out(
    row: RequestSource, batch: list[Selection], name: str, others: list[Companion], got: Fetched
) -> Fetched:
    """Every request's records into its own folder; gives our part."""
    path = places.fresh(row.request_id, row.source.name.upper(), name) / ANSWER
    try:
        with pieces.opened(got.path) as table:
            everything = [*batch, *(line for one in others for line in one.selections)]
            tell_unwanted(row.source, table, everything, row.request_id)
            size, _ = pieces.write(table, batch, path)
            for one in others:
                with suppress(OSError):  # it asks itself then
                    ahead.keep(one.row.request_id, row.source, one.selections, table, row.request_id)
    except Trouble as problem:
        return replace(got, asked=Asked(problem.outcome, problem.reason, problem.message))
    _tidied(row, others)
    return replace(got, path=path, asked=Asked(Outcome.OK) if size else Asked(Outcome.NO_DATA, "no_data"))


def _tidied(row: RequestSource, others: list[Companion]) -> None:
    """Requests that came to rest meanwhile, or were deleted, do not come for theirs."""
    numbers = [one.row.request_id for one in others]
    left = set(Request.objects.filter(pk__in=numbers, state__in=OPEN).values_list("pk", flat=True))
    for number in numbers:
        if number not in left:
            ahead.drop(number, row.source)


def _part(row: RequestSource, others: list[Companion], asked: Asked) -> None:
    """Where one line may have been the reason each of them asks alone, until it had an answer."""
    if asked.reason in GENERAL and not row.source.plugin.CAPABILITIES.federated:
        return
    row.alone = True
    RequestSource.objects.filter(pk__in=[row.pk, *(one.row.pk for one in others)]).update(alone=True)
