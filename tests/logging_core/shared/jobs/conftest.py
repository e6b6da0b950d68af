from collections.abc import Callable
from typing import Any

import pytest


def forget_messages() -> None:
    """The broker is shared with the tests before, and no worker takes what they sent."""
    from logging_core.shared.jobs.models import QUEUES
    from sealog.celery import app

    with app.connection_for_write() as broker:
        for queue in QUEUES:
            broker.default_channel.queue_purge(queue)


@pytest.fixture
def ask(db: None) -> Callable[..., Any]:
    from logging_core.shared.announce import Actor
    from logging_core.shared.jobs import actions
    from tests.logging_core.shared.jobs import kinds

    kinds.ran.clear()
    forget_messages()

    def ask(
        kind: str = "test.count", once: str = "", queue: str = "default", by: str = "ana", **params: Any
    ) -> Any:
        actor = Actor(by)
        return actions.start(actor=actor, kind=kind, title="A test", params=params, queue=queue, once=once)

    return ask
