"""The health addresses, with everything well and with parts away or hanging."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.support.running import System

pytestmark = pytest.mark.system
PARTS = {"database", "broker", "worker", "archive worker", "migrations"}


@contextmanager
def frozen(system: System, name: str) -> Iterator[None]:
    system.kill(name, signal.SIGSTOP)
    try:
        yield
    finally:
        system.kill(name, signal.SIGCONT)


def test_ready_tells_of_each_part(system: System) -> None:
    system.wait_ready()
    answer = system.get("/health/ready")
    assert answer.status_code == 200
    parts = answer.json()["parts"]
    assert set(parts) == PARTS
    assert all(part["ok"] and part["detail"] and part["ms"] >= 0 for part in parts.values())
    assert "no-store" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    ("name", "broken"),
    [("postgres", {"database", "migrations"}), ("valkey", {"broker", "worker", "archive worker"})],
)
def test_a_hanging_server_is_told_within_three_seconds(
    embedded_system: System, name: str, broken: set[str]
) -> None:
    with frozen(embedded_system, name):
        started = time.monotonic()
        answer = embedded_system.get("/health/ready")
        assert time.monotonic() - started < 3
        assert answer.status_code == 503
        assert {part for part, state in answer.json()["parts"].items() if not state["ok"]} == broken
        assert embedded_system.get("/health/live", 3).json() == {"ok": True}
    embedded_system.wait_ready()


def test_health_answers_while_all_page_threads_hang(embedded_system: System) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def ask_page() -> None:
        try:
            embedded_system.get("/login", 4)
        except Exception:  # it hangs with the database: that is the point
            return

    with ThreadPoolExecutor(40) as callers, frozen(embedded_system, "postgres"):
        pages = [callers.submit(ask_page) for _ in range(40)]
        assert embedded_system.get("/health/live", 3).status_code == 200
        assert embedded_system.get("/health/ready", 5).status_code == 503
        for page in pages:
            page.result()
    embedded_system.wait_ready()


def test_the_answer_holds_no_secret(embedded_system: System) -> None:
    with frozen(embedded_system, "postgres"):
        text = embedded_system.get("/health/ready").text
    for secret in (embedded_system.data_dir / "secrets").iterdir():
        assert secret.read_text() not in text
    assert str(embedded_system.data_dir) not in text and "Traceback" not in text
    embedded_system.wait_ready()
