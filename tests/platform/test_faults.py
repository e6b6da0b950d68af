"""Whatever process is killed comes back by itself, and the system with it."""

import signal
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from tests.support.running import System

pytestmark = pytest.mark.system


@pytest.mark.parametrize("name", ["web-1", "worker", "beat", "valkey", "postgres"])
def test_a_killed_process_comes_back(own_servers: None, system: System, name: str) -> None:
    old = system.kill(name)
    system.wait_back(name, old)
    system.wait_ready(30)
    assert f"{name} ended (signal SIGKILL)" in system.log


def test_the_worker_works_again_after_the_broker_was_killed(own_servers: None, system: System) -> None:
    """The heartbeat goes beat -> broker -> worker -> broker: a young one shows that all of them work again."""
    system.wait_back("valkey", system.kill("valkey"))
    system.wait_ready(60)


def test_a_killed_worker_leaves_no_child(system: System) -> None:
    pool = psutil.Process(system.children()["worker"]).children()
    assert pool
    system.wait_back("worker", system.kill("worker"))
    _gone, alive = psutil.wait_procs(pool, timeout=5)
    assert alive == []
    system.wait_ready()


def test_no_caller_is_refused_while_web_processes_are_killed(system: System) -> None:
    def ask(_number: int) -> int:
        with_retry = 0
        while True:
            try:
                return system.get("/health/live", 30).status_code
            except Exception as error:
                # a request that the killed process had taken is cut; a refused connection would be our fault
                assert "refused" not in str(error).lower()
                with_retry += 1
                assert with_retry < 5

    web = [name for name in system.children() if name.startswith("web-")]
    with ThreadPoolExecutor(8) as callers:
        answers = callers.map(ask, range(200))
        olds = {name: system.kill(name, signal.SIGKILL) for name in web}
        assert set(answers) == {200}
    for name, old in olds.items():
        system.wait_back(name, old)
