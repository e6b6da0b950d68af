"""Events posted per second, beside a plain ModelViewSet doing the same insert on the same database.

python -m tests.bench.bench_events [SECONDS]
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from tests.bench.running import API, admin_token, load_of_the_machine, run
from tests.support.running import ROOT, System, free_port
from tests.support.waiting import until

CONNECTIONS = 50
PROCESSES = 2
WARM_UP_S = 3
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
    with System(env={"SEALOG_WEB_PROCESSES": str(PROCESSES)}) as system:
        token, url = admin_token(system), f"{system.url}{API}/events"
        theirs = {}
        for name, (application, kept) in PEERS.items():
            with peer(system, application, kept) as peer_url:
                measured(peer_url, token, WARM_UP_S)
                theirs[name] = measured(peer_url, token, seconds)
        measured(url, token, WARM_UP_S)
        ours = measured(url, token, seconds)
        paced = measured(url, token, seconds, rate=100)
    print(load_of_the_machine())
    print(f"Sealog, {CONNECTIONS} connections: {ours}")
    print(f"Sealog, 100 events per second: {paced}")
    for name, result in theirs.items():
        print(f"{name}: {result}; Sealog: {ours['per_second'] / result['per_second']:.2f} times")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
