"""Which changes of events rules look at, and which rule they meet. Pure: nothing here asks the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from logging_core.shared import clock
from logging_core.shared.models import Change

LIVE = timedelta(seconds=120)  # new events further from now are imports and back-fills
FINAL, DRAFT = "final", "draft"
Condition = Mapping[str, str]


@dataclass(frozen=True)
class Seen:
    """An event as a rule sees it. `version` is the one in which value, answers and time became what they are.

    `elsewhere`: another instance logged it, and its rules have answered.
    """

    id: str
    version: int
    ts: datetime
    value: str
    options: list[dict[str, Any]]
    author: str
    by_product: bool = False
    elsewhere: bool = False

    @classmethod
    def of_record(cls, record: Mapping[str, Any], *, by_product: bool = False, elsewhere: bool = False) -> "Seen":
        """From the record of an event as the journal and `Event.record()` have it."""
        return cls(
            record["id"],
            record["version"],
            clock.parse(record["ts"]),
            record["event_value"],
            record["event_options"],
            record["event_author"],
            by_product,
            elsewhere,
        )

    def record(self) -> dict[str, Any]:
        """What the log of a rule keeps of it."""
        return {
            "ts": clock.iso(self.ts),
            "event_value": self.value,
            "event_options": self.options,
            "event_author": self.author,
        }


def news(change: Change) -> Seen | None:
    """The event, when this change is one that rules answer: it was logged or completed, or its value, answers or
    time were changed. A remark, a deletion, the return of a deleted event as it was, records read in: none.
    """
    after, before = change.after, change.before
    if change.kind != "event" or change.quiet or not after or after["state"] != FINAL:
        return None
    completed = before is not None and before["state"] == DRAFT
    if before is not None and not completed and _deciding(before) == _deciding(after):
        return None
    seen = Seen.of_record(after, by_product=change.via == "task", elsewhere=change.via == "sync")
    is_new = change.verb in ("create", "restore")
    return None if is_new and not _concerns_now(change, seen) else seen


def _deciding(record: Mapping[str, Any]) -> tuple[Any, ...]:
    return record["event_value"], record["event_options"], record["ts"]


def _concerns_now(change: Change, seen: Seen) -> bool:
    """What people logged while the network was away counts when it arrives; old events of programs do not."""
    return change.via == "page" or abs(change.at - seen.ts) < LIVE


def meets(event_value: str, conditions: Iterable[Condition], seen: Seen) -> bool:
    """Whether an event has the value and every answer, letter by letter."""
    return seen.value == event_value and all(_holds(condition, seen.options) for condition in conditions)


def _holds(condition: Condition, options: list[dict[str, Any]]) -> bool:
    """The first option of that name counts. Of an answer of several choices one is enough."""
    answers = [
        option["event_option_value"] for option in options if option["event_option_name"] == condition["name"]
    ]
    if not answers:
        return False
    first = answers[0]
    return condition["value"] in first if isinstance(first, list) else condition["value"] == first
