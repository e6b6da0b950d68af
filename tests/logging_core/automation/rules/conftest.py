"""Events over the API, rules that follow the journal, a lowering. Imports come late, after Django is set up."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from logging_core.shared.announce import Actor

PILOT = Actor("pilot", via="api")


def milestone(answer: str) -> list[dict[str, Any]]:
    return [{"event_option_name": "milestone", "event_option_value": answer}]


@pytest.fixture
def log(db: None) -> Callable[..., Any]:
    """`log("VEHICLE", milestone("On bottom"))`: the event, logged now over the API; `ts` as told."""
    from logging_core.events.actions import NewEvent, log_event

    def log(value: str, options: Any = (), actor: Actor = PILOT, **more: Any) -> Any:
        return log_event(actor=actor, user=None, id=None, new=NewEvent(value, list(options), **more))[0]

    return log


@pytest.fixture
def follow(db: None) -> Callable[[], None]:
    """Hand the rules what came since the last time."""
    from logging_core.automation.rules.followers import handle
    from logging_core.shared import feed

    seq = feed.head().seq

    def follow() -> None:
        nonlocal seq
        changes = feed.after(seq)
        seq = changes[-1].seq if changes else seq
        handle([change for change in changes if change.kind == "event"])

    return follow


@pytest.fixture
def dive(db: None) -> Any:
    """A lowering with generous times, made beforehand."""
    from logging_core.shared import clock
    from logging_core.voyages.actions import save_voyage
    from logging_core.voyages.models import Lowering

    now = clock.now()
    values = {
        "name": "S0001",
        "start_ts": now - timedelta(days=2),
        "stop_ts": now + timedelta(days=2),
        "meta": {"lowering_description": "a test", "milestones": {"lowering_on_bottom": ""}},
    }
    return save_voyage(actor=PILOT, model=Lowering, id="5a11111111111111111111aa", values=values)[0]
