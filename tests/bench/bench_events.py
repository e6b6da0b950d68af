"""Events posted per second, beside a plain ModelViewSet doing the same insert on the same database.

python -m tests.bench.bench_events [SECONDS]
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx

from tests.bench.running import API, admin_token, load_of_the_machine, run
from tests.support.running import ROOT, System, free_port
from tests.support.waiting import until

CONNECTIONS = 50
PROCESSES = 2
TURNS = 3
PEERS = {  # what is measured: application, seconds for which a database connection is kept
    "plain ModelViewSet, Django's own ASGI handler": ("application", "0"),
    "plain ModelViewSet, served as we are": ("threaded", "60"),
}


def measured(url: str, token: str, seconds: int, rate: int = 0) -> dict[str, float]:
    return json.loads(run("tests.bench.load", url, token, str(seconds), str(CONNECTIONS), str(rate)))


@contextmanager
def peer(system: System, application: str, kept: str) -> Iterator[str]:
    """The peer on the database of the system, with as many processes."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", f"tests.bench.peer:{application}", "--workers", str(PROCESSES)]
    command += ["--port", str(port), "--no-access-log", "--log-level", "warning"]
    process = subprocess.Popen(command, cwd=ROOT, env={**system.environment(), "PEER_CONN_MAX_AGE": kept})
    try:
        until(lambda: _answers(f"http://127.0.0.1:{port}/nothing"), 30, "the peer answers")
        yield f"http://127.0.0.1:{port}/events"
    finally:
        process.terminate()
        process.wait(10)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url).status_code == 404
    except httpx.TransportError:
        return False


def main(seconds: int) -> None:
    """In turns, so that what else the machine does meets all alike; the middle one of three turns counts."""
    with System(env={"SEALOG_WEB_PROCESSES": str(PROCESSES)}) as system, ExitStack() as closing:
        token = admin_token(system)
        urls = {"Sealog": f"{system.url}{API}/events"}
        for name, (application, kept) in PEERS.items():
            urls[name] = closing.enter_context(peer(system, application, kept))
        turns = [{name: measured(url, token, seconds) for name, url in urls.items()} for _ in range(TURNS)]
        paced = measured(urls["Sealog"], token, seconds, rate=100)
    print(load_of_the_machine())
    print(f"Sealog at 100 events per second: {paced}")
    middle = {name: sorted((turn[name] for turn in turns), key=_speed)[TURNS // 2] for name in urls}
    for name, result in middle.items():
        print(f"{name}, {CONNECTIONS} connections: {result}")
        print(f"    Sealog is {_speed(middle['Sealog']) / _speed(result):.2f} times as fast")


def _speed(result: dict[str, float]) -> float:
    return result["per_second"]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
