"""One running system for the tests of the live socket, with its people."""

import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from tests.logging_core.console.visitor import Visitor
from tests.support.running import ROOT, System

SETTLE = """
from tests.people import PEOPLE, make_person
for name in PEOPLE:
    make_person("chief" if name == "admin" else name, **PEOPLE[name])
"""


def command(system: System, code: str) -> None:
    """Run Python inside the product, as a person at the server would."""
    shell = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    done = subprocess.run(shell, cwd=ROOT, env=system.environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def live_system() -> Iterator[System]:
    with System() as running:
        command(running, SETTLE)
        yield running


@pytest.fixture
def in_the_product(live_system: System) -> Callable[[str], None]:
    return lambda code: command(live_system, code)


@pytest.fixture
async def visitor(live_system: System) -> AsyncIterator[Callable]:
    """`await visitor("logger")`: somebody in front of a browser."""
    visitors: list[Visitor] = []

    async def come(username: str) -> Visitor:
        visitors.append(await Visitor(live_system.url).log_in(username))
        return visitors[-1]

    yield come
    for one in visitors:
        await one.http.aclose()
