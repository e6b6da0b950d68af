"""Workers killed at every step, and two at once: the archive is right, the request runs again and ends well."""

import os
import shutil
import signal
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections

from logging_core.shared import clock
from monitoring.completion.stack import places as working
from monitoring.completion.stack import running, transitions
from monitoring.completion.stack.handing_out import hand_out
from monitoring.completion.stack.models import Request, RequestSource
from monitoring.completion.stack.states import State
from qualitycontrol.archive import safe_files
from tests.monitoring.centre import Holding
from tests.monitoring.setup import Site
from tests.monitoring.waves import HOUR, RER, SECOND, at, values
from tests.monitoring.workers import Workers
from tests.support.waiting import until

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

START = at("2024-05-10T22:00:00")
END = START + 4 * HOUR
GAP = (START + HOUR, START + 3 * HOUR)  # over midnight: two day files
EVERYTHING = values(START, 20 * (END - START) // SECOND).tolist()
MOST_STEPS = 400


@pytest.fixture
def gappy(site: Site, centre) -> Site:
    site.holds(RER, (START, GAP[0]), (GAP[1], END))
    centre.holdings = [Holding(RER, START, END)]
    site.source("IPGP", centre.url)
    site.update(START, END)
    return site


@pytest.mark.parametrize("stride", [11, pytest.param(1, marks=[pytest.mark.faults, pytest.mark.timeout(1800)])])
def test_killed_at_any_step_the_archive_is_right_and_the_request_ends_well(gappy: Site, stride: int) -> None:
    """The child kills itself before its n-th statement to the database or its n-th change of a file."""
    before = gappy.bytes()
    whole: dict[str, bytes] = {}
    deaths = 0
    for step in range(1, MOST_STEPS, stride):
        died = child_dies(lambda: running.run(Request.objects.get().pk, "victim"), step)
        left = gappy.bytes()
        recover()
        assert gappy.gaps(START, END) == []
        assert list(gappy.samples(START, END).values()) == EVERYTHING
        whole = whole or gappy.bytes()
        drafts = {name for name in left if name.endswith(".part")}
        assert all(left[name] in (before.get(name), whole[name]) for name in left.keys() - drafts)
        assert gappy.bytes().keys() == whole.keys()
        if not died:
            break
        deaths += 1
        start_over(gappy, before)
    assert 30 < deaths * stride < MOST_STEPS - stride


@pytest.mark.parametrize("stride", [13, pytest.param(1, marks=[pytest.mark.faults, pytest.mark.timeout(1800)])])
def test_killed_while_it_asks_for_others_as_well_none_of_them_is_lost(site: Site, centre, stride: int) -> None:
    """Three gaps, one question. Whoever comes next finds sound answers that came ahead, or none."""
    holes = [(START + n * HOUR, START + n * HOUR + HOUR // 4) for n in (1, 2, 3)]
    site.holds(
        RER, (START, holes[0][0]), (holes[0][1], holes[1][0]), (holes[1][1], holes[2][0]), (holes[2][1], END)
    )
    centre.holdings = [Holding(RER, START, END)]
    site.source("IPGP", centre.url)
    site.update(START, END)
    before, deaths, asked = site.bytes(), 0, set()
    first = Request.objects.order_by("pk")[0].pk
    for step in range(1, MOST_STEPS, stride):
        centre.asked.clear()
        died = child_dies(lambda: running.run(first, "victim"), step)
        Request.objects.filter(state=State.RUNNING).update(expires_at=clock.now() - timedelta(seconds=1))
        hand_out()
        site.run_all()
        assert set(Request.objects.values_list("state", flat=True)) == {State.SUCCEEDED}
        assert site.gaps(START, END) == []
        assert list(site.samples(START, END).values()) == EVERYTHING
        asked.add(len(centre.asked))
        if not died:
            break
        deaths += 1
        start_over(site, before)
    assert 30 < deaths * stride < MOST_STEPS - stride
    assert asked <= {1, 2} and centre.asked


def child_dies(work: Callable[[], Any], step: int) -> bool:
    """Do the work in a child that is killed at a step; whether it was."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            _count_steps(step)
            work()
        finally:
            os._exit(0)
    return os.waitpid(pid, 0)[1] == signal.SIGKILL


def _count_steps(last: int) -> None:
    done = 0

    def count() -> None:
        nonlocal done
        done += 1
        if done == last:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(execute: Any, *args: Any) -> Any:
        count()
        return execute(*args)

    connection.execute_wrappers.append(statement)
    for name in ("write_draft", "back_up", "replace", "sync_folder"):
        setattr(safe_files, name, _counted(getattr(safe_files, name), count))
    os.fsync = _counted(os.fsync, count)  # type: ignore[assignment]
    os.replace = _counted(os.replace, count)
    os.unlink = _counted(os.unlink, count)


def _counted(function: Callable[..., Any], count: Callable[[], None]) -> Callable[..., Any]:
    def counted(*args: Any, **kwargs: Any) -> Any:
        count()
        result = function(*args, **kwargs)
        count()
        return result

    return counted


def recover() -> None:
    """What the tick does when the lease is over, and the next worker."""
    Request.objects.filter(state=State.RUNNING).update(expires_at=clock.now() - timedelta(seconds=1))
    hand_out()
    request = Request.objects.get()
    if request.state != State.SUCCEEDED:
        assert running.run(request.pk, "next") == State.SUCCEEDED


def start_over(site: Site, before: dict[str, bytes]) -> None:
    for path in site.root.rglob("*.D.*"):
        path.unlink()
    for name, data in before.items():
        (site.root / name).write_bytes(data)
    site.archive.provenance.all().delete()
    site.gaps(START, END)
    Request.objects.update(state=State.NEW, failures=0, tries=0, not_before=None, filled=False)
    shutil.rmtree(working.root())


def test_a_killed_worker_process_is_replaced_and_its_request_done_by_another(
    gappy: Site, centre, places, settings
) -> None:
    centre.mood = "hanging"
    with Workers(places) as workers:
        until(lambda: centre.at_once == 1, 60, lambda: f"the worker asks\n{workers.log}")
        request = Request.objects.get()
        assert (request.state, request.stage) == (State.RUNNING, "asking IPGP")
        workers.kill()
    centre.mood = "well"
    with Workers(places) as workers:

        def done() -> bool:
            hand_out()  # what the scheduler does every few seconds
            return Request.objects.get().state == State.SUCCEEDED

        until(done, 60, lambda: f"the request is done\n{workers.log}")
    assert Request.objects.get().tries == 2
    assert list(gappy.samples(START, END).values()) == EVERYTHING


def test_two_workers_on_one_day_file_lose_nothing(site: Site, centre, places) -> None:
    """Twelve gaps of one day, four at a time: every patch is in the file at the end."""
    start = at("2024-05-10T00:00:00")
    end = start + 12 * HOUR
    site.holds(RER, *[(start + n * HOUR, start + n * HOUR + HOUR // 2) for n in range(12)])
    site.configure(max_gaps_by_analysis=100)
    centre.holdings = [Holding(RER, start, end)]
    centre.slowness = 0.3
    site.source("IPGP", centre.url, connections=3)
    assert site.update(start, end).requests["new"] == 12
    RequestSource.objects.update(alone=True)  # twelve questions, not one
    with Workers(places, concurrency=4) as workers:
        until(
            lambda: not Request.objects.exclude(state=State.SUCCEEDED).exists(),
            90,
            lambda: f"all are done {list(Request.objects.values_list('state', 'message'))}\n{workers.log}",
        )
    assert site.gaps(start, end) == []
    assert list(site.samples(start, end).values()) == values(start, 20 * 12 * 3600).tolist()
    assert 1 < centre.most_at_once <= 3


def test_a_request_that_kills_its_workers_comes_to_rest(gappy: Site) -> None:
    gappy.configure(request_lifespan=3)
    policy = gappy.configure().policy
    pk = Request.objects.get().pk
    for _ in range(3):
        assert transitions.claim(pk, "victim")
        Request.objects.update(expires_at=clock.now() - timedelta(seconds=1))
        transitions.reap(policy)
    assert Request.objects.get().state == State.ON_HOLD
