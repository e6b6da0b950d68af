"""The sign of life of the archive's workers."""

import pytest

from monitoring.health import heartbeat, probes
from tests.monitoring.workers import Workers
from tests.support.waiting import until

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_a_worker_of_the_archive_is_told_apart_from_the_other_one(places) -> None:
    with heartbeat.broker(5) as broker:
        broker.delete(heartbeat.key(heartbeat.ARCHIVE), heartbeat.key())
    with pytest.raises(probes.NotWell, match="no worker of the queue"):
        probes.archive_worker()
    with Workers(places) as workers:
        until(lambda: heartbeat.age(2, heartbeat.ARCHIVE) is not None, 60, lambda: f"it beats\n{workers.log}")
        assert probes.archive_worker().startswith("heartbeat")
        with pytest.raises(probes.NotWell, match="the scheduler does not run"):
            probes.worker()
