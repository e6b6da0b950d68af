"""What a source says to a request: what came ahead, or the answers to its questions, a batch at a time."""

from collections.abc import Callable, Iterator

from monitoring.completion.sources.selection import Selection, batches
from monitoring.completion.stack import ahead, places, together
from monitoring.completion.stack.fetching import ANSWER, Fetched, fetch
from monitoring.completion.stack.models import RequestSource
from monitoring.completion.stack.retry import Asked
from monitoring.web.trouble import Outcome

Answer = tuple[list[Selection], Fetched]


def answers(
    row: RequestSource, selections: list[Selection], most_gaps: int, cancelled: Callable[[], bool]
) -> Iterator[Answer]:
    """Each with what was asked. The last batch has two, when it failed the first time with others in it.

    It is for the caller to stop at a failure; the next question is asked when the next answer is wanted.
    """
    came = _ahead(row, selections)
    if came:
        yield selections, came
        return
    parts = batches(selections, row.source.plugin.CAPABILITIES.channel_days)
    for number, batch in enumerate(parts):
        last = number == len(parts) - 1
        got = together.ask(row, batch, str(number), most_gaps, cancelled) if last else None
        if got:
            yield batch, got
        if got is None or got.again:
            folder = places.fresh(row.request_id, row.source.name.upper(), str(number))
            yield batch, fetch(row.source, batch, folder, cancelled)


def _ahead(row: RequestSource, selections: list[Selection]) -> Fetched | None:
    path = places.fresh(row.request_id, row.source.name.upper(), "0") / ANSWER
    note = ahead.take(row.request_id, row.source, selections, path)
    if note is None:
        return None
    size = path.stat().st_size
    asked = Asked(Outcome.OK) if size else Asked(Outcome.NO_DATA, "no_data")
    told = f"{size / 1000:.0f} kB" if size else "nothing"
    return Fetched(asked, path, None, None, told=f"{told} came with request {note.came_with}")
