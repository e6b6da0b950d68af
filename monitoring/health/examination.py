"""All probes at once, with an answer in time even when a server hangs."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

from monitoring.health.probes import PROBES, NotWell

Finding = dict[str, str | bool | float]
PATIENCE = 2.5  # seconds for all probes together

# A probe that hangs holds one thread, and no second one: the next question looks at the same probe.
_threads = ThreadPoolExecutor(max_workers=len(PROBES), thread_name_prefix="health")
_running: dict[str, Future[Finding]] = {}


def examine() -> dict[str, Finding]:
    """Each part with `ok`, `detail` and `ms`, within three seconds."""
    futures = {name: _start(name, probe) for name, probe in PROBES.items()}
    wait(futures.values(), timeout=PATIENCE)
    return {name: future.result() if future.done() else _hanging() for name, future in futures.items()}


def _start(name: str, probe: Callable[[], str]) -> Future[Finding]:
    last = _running.get(name)
    if last is None or last.done():
        last = _running[name] = _threads.submit(_finding, probe)
    return last


def _finding(probe: Callable[[], str]) -> Finding:
    started = time.perf_counter()
    try:
        ok, detail = True, probe()
    except NotWell as reason:
        ok, detail = False, str(reason)
    except Exception as error:  # its text may hold an address or a password
        ok, detail = False, f"failed ({type(error).__name__})"
    return {"ok": ok, "detail": detail, "ms": round((time.perf_counter() - started) * 1000, 1)}


def _hanging() -> Finding:
    return {"ok": False, "detail": f"no answer within {PATIENCE} s", "ms": PATIENCE * 1000}
