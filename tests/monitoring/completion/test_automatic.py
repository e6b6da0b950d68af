"""Updates that run by themselves: on and off in the database, one at a time, caught up after a break."""

from datetime import timedelta

import pytest

from logging_core.shared import clock
from logging_core.shared.errors import BadInput, Conflict, NotAllowed
from monitoring.completion import automatic, tasks, update
from monitoring.completion.models import AutomaticUpdate, Configuration
from monitoring.completion.stack.models import Request
from monitoring.logs import book
from monitoring.logs.models import LogLine
from qualitycontrol.archive import instants
from sealog.celery import app
from tests.monitoring.centre import Holding
from tests.monitoring.setup import ACTOR, Site
from tests.monitoring.waves import HOUR, RER

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def ready(site: Site, centre) -> Site:
    site.configure(f_analysis=2, w_analysis=4, l_analysis=1)
    now = instants.now()
    centre.holdings = [Holding(RER, now // HOUR * HOUR - 100 * HOUR, now // HOUR * HOUR)]
    site.source("IPGP", centre.url)
    return site


def due_now() -> None:
    AutomaticUpdate.objects.update(next_run=clock.now() - timedelta(seconds=1))


def test_it_is_off_until_somebody_starts_it(ready: Site, operator, people) -> None:
    assert not automatic.is_due()
    with pytest.raises(NotAllowed):
        automatic.switch(actor=ACTOR, by=people("watcher"), on=True)
    row = automatic.switch(actor=ACTOR, by=operator, on=True)
    assert timedelta(0) < row.next_run - clock.now() <= timedelta(hours=1)
    assert not automatic.is_due()
    due_now()
    assert automatic.is_due()
    assert not automatic.switch(actor=ACTOR, by=operator, on=False).enabled
    assert not automatic.is_due()


def test_without_an_archive_it_cannot_be_started(transactional_db) -> None:
    with pytest.raises(BadInput, match="is not configured"):
        automatic.switch(actor=ACTOR, by=None, on=True)


def test_the_tick_starts_a_due_update_and_the_next_is_a_period_later(ready: Site) -> None:
    automatic.switch(actor=ACTOR, by=None, on=True)
    due_now()
    with app.connection_for_write() as broker:
        broker.default_channel.queue_purge("archive")
        tasks.tick()
        assert broker.default_channel.queue_declare("archive", passive=True).message_count == 1
        broker.default_channel.queue_purge("archive")
    tasks.run_update()
    row = AutomaticUpdate.the()
    assert (row.ok, row.owner, row.result["requests"]["new"]) == (True, "", 1)
    assert timedelta(hours=1) < row.next_run - clock.now() <= timedelta(hours=2)
    assert row.covered_until.minute == 0
    assert not automatic.is_due()
    book.store()
    assert LogLine.objects.filter(logger="update", message__contains="1 gaps").exists()


def test_two_updates_never_run_at_the_same_time(ready: Site) -> None:
    with automatic.alone("first"), pytest.raises(Conflict, match="first on"):
        update.run(actor=ACTOR, by=None)
    AutomaticUpdate.objects.update(owner="dead", expires_at=clock.now() - timedelta(seconds=1))
    assert update.run(actor=ACTOR, by=None).gaps == 1


def test_an_update_that_fails_says_why_and_is_tried_again_later(ready: Site) -> None:
    automatic.switch(actor=ACTOR, by=None, on=True)
    ready.root.rename(ready.root.with_name("unmounted"))
    with pytest.raises(Exception, match="can not be scanned"):
        update.run(actor=ACTOR, by=None)
    row = AutomaticUpdate.the()
    assert (row.ok, row.owner, row.covered_until) == (False, "", None)
    assert "can not be scanned" in row.result["problem"]
    assert row.next_run > clock.now()
    assert not Request.objects.exists()


def test_missed_updates_are_caught_up(ready: Site) -> None:
    update.run(actor=ACTOR, by=None)
    ends = AutomaticUpdate.the().covered_until
    AutomaticUpdate.objects.update(covered_until=ends - timedelta(hours=20))
    report = update.run(actor=ACTOR, by=None)
    assert report.start == instants.text(instants.of(ends - timedelta(hours=20)))
    assert Configuration.the().catch_up == 48
