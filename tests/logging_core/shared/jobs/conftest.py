from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def ask(db: None) -> Callable[..., Any]:
    from logging_core.shared.announce import Actor
    from logging_core.shared.jobs import actions
    from tests.logging_core.shared.jobs import kinds

    kinds.ran.clear()

    def ask(
        kind: str = "test.count", once: str = "", queue: str = "default", by: str = "ana", **params: Any
    ) -> Any:
        actor = Actor(by)
        return actions.start(actor=actor, kind=kind, title="A test", params=params, queue=queue, once=once)

    return ask
