"""What every kind of deed has: how it is checked, how it reads, how it is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from logging_core.automation.rules.matching import Seen
from logging_core.shared.announce import Actor

DONE, AS_IT_IS, KEPT, NONE, FAILED, HELD = "done", "as it is", "kept", "none", "failed", "held back"
Deed = dict[str, Any]


@dataclass(frozen=True)
class Doing:
    """For which event a rule does something, and as whom."""

    actor: Actor
    seen: Seen
    rule_id: str
    rule_name: str


@dataclass(frozen=True)
class Outcome:
    """`result` is one of the words above; `said` tells people."""

    result: str
    said: str


@dataclass(frozen=True)
class DeedKind:
    """`check` gives the stored form of what was sent or raises BadInput; `do` may raise Refusal.

    One that is done `everywhere` is done by each instance that gets the event, others only where it was logged.
    """

    title: str
    check: Callable[[Mapping[str, Any]], Deed]
    words: Callable[[Deed], str]
    do: Callable[[Deed, Doing], Outcome]
    everywhere: bool = False
