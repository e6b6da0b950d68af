"""The rules follow the journal."""

from logging_core.automation.following.registry import follower
from logging_core.automation.rules.firing import answer
from logging_core.automation.rules.matching import news
from logging_core.shared.models import Change


@follower("rules", kinds=("event",))
def handle(changes: list[Change]) -> None:
    """One transaction a firing; a change that comes again finds its claims taken."""
    for change in changes:
        seen = news(change)
        if seen is not None:
            answer(seen)
