"""What a kind of source is: one small interface that all of them keep to."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from monitoring.completion.sources.parameters import Parameter
from monitoring.completion.sources.selection import Selection
from monitoring.completion.sources.sink import Sink
from monitoring.web.limits import Limits
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.spans import Span


class NoInventory(Exception):
    """The source cannot say what it has: all of the time counts as available."""


@dataclass(frozen=True)
class Capabilities:
    """`availability`: it can say what it has. `channel_days`: the most that is asked for in one question.

    `together`: it likes many lines in one question, also those of several requests. `federated`: others answer for
    it, so that one line may fail for a reason that says nothing about the next.
    """

    availability: bool
    restricted: bool = False
    channel_days: float = 30
    together: bool = False
    federated: bool = False


class Kind(Protocol):
    """A source of one kind with checked parameters. Every method may raise Trouble."""

    TITLE: str  # of kinds that come from packages; ours stand in `kinds.py`
    PARAMETERS: tuple[Parameter, ...]
    CAPABILITIES: Capabilities

    def __init__(self, parameters: dict[str, Any]) -> None: ...

    def probe(self, limits: Limits) -> str:
        """Whether it answers; a word about it."""
        ...

    def availability(self, selections: list[Selection], limits: Limits) -> Iterator[tuple[Nslc, Span]]:
        """Spans in which it says it has data. Raises NoInventory when it cannot say."""
        ...

    def fetch(self, selections: list[Selection], sink: Sink, folder: Path) -> None:
        """Write what it has to the sink, whole records; nothing written means no data. `folder` is empty."""
        ...
