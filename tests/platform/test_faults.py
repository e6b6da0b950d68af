"""Whatever process is killed comes back by itself, and the system with it."""

import signal
from concurrent.futures import ThreadPoolExecutor

import httpx
import psutil
import pytest

from tests.support.running import System

pytestmark = pytest.mark.system


@pytest.mark.parametrize("name", ["web-1", "worker", "beat", "loggers", "valkey", "postgres"])
def test_a_killed_process_comes_back(embedded_system: System, name: str) -> None:
    old = embedded_system.kill(name)
    embedded_system.wait_back(name, old)
    embedded_system.wait_ready(30)
    assert f"{name} ended (signal SIGKILL)" in embedded_system.log


def test_the_worker_works_again_after_the_broker_was_killed(embedded_system: System) -> None:
    """The heartbeat goes beat -> broker -> worker -> broker: a young one shows that all of them work again."""
    embedded_system.wait_back("valkey", embedded_system.kill("valkey"))
    embedded_system.wait_ready(60)


def test_no_request_fails_once_the_database_is_back(embedded_system: System) -> None:
    """Every thread of every web process holds a connection that died with the database."""

    def ask(_number: int) -> int:
        unknown_session = {"Cookie": f"sessionid={'x' * 32}"}  # looked up in the database
        return httpx.get(embedded_system.url, headers=unknown_session, timeout=20).status_code

    with ThreadPoolExecutor(40) as callers:
        assert max(callers.map(ask, range(120))) < 500
        embedded_system.wait_back("postgres", embedded_system.kill("postgres"))
        embedded_system.wait_ready()
        assert max(callers.map(ask, range(120))) < 500


def test_a_killed_worker_leaves_no_child(system: System) -> None:
    pool = psutil.Process(system.children()["worker"]).children()
    assert pool
    system.wait_back("worker", system.kill("worker"))
    _gone, alive = psutil.wait_procs(pool, timeout=5)
    assert alive == []
    system.wait_ready()


def test_no_caller_is_refused_while_web_processes_are_killed(system: System) -> None:
    def ask(_number: int, tries: int = 5) -> int:
        try:
            return system.get("/health/live", 30).status_code
        except httpx.ConnectError:
            raise
        except httpx.TransportError:  # cut in the middle: the killed process had taken this one
            assert tries
            return ask(_number, tries - 1)

    web = [name for name in system.children() if name.startswith("web-")]
    with ThreadPoolExecutor(8) as callers:
        answers = callers.map(ask, range(200))
        olds = {name: system.kill(name, signal.SIGKILL) for name in web}
        assert set(answers) == {200}
    for name, old in olds.items():
        system.wait_back(name, old)
