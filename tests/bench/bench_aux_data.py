"""From the click to the aux data, on a running demonstration: five streams and two cameras for each event.

python -m tests.bench.bench_aux_data [SECONDS] [EVENTS A SECOND]

Every event counts, those without all records too. The time is that from the arrival of the event to the storing of
its last record. The demonstration draws the pictures, simulates the sensors and serves the pages beside it.
"""

import json
import sys
import time
import uuid
from contextlib import closing
from typing import Any

import httpx
import psutil

from tests.bench.running import API, database, load_of_the_machine
from tests.support.running import System
from tests.support.waiting import until

RULES = 6  # five of streams, one of two cameras
ASKED = """
SELECT count(task.attached_at), extract(epoch FROM max(task.attached_at) - event.received_at)
FROM logging_core_event event LEFT JOIN logging_core_auxtask task ON task.event_id = event.ordinal
WHERE event.free_text = %s GROUP BY event.ordinal
"""
OPEN = """
SELECT count(*), count(*) FILTER (WHERE task.state IN ('waiting', 'running'))
FROM logging_core_auxtask task JOIN logging_core_event event ON event.ordinal = task.event_id
WHERE event.free_text = %s
"""
LANES = """
SELECT rule.kind, percentile_cont(0.5) WITHIN GROUP (ORDER BY delay),
    percentile_cont(0.95) WITHIN GROUP (ORDER BY delay)
FROM (SELECT rule_id, extract(epoch FROM attached_at - received_at) AS delay FROM logging_core_auxtask task
      JOIN logging_core_event event ON event.ordinal = task.event_id WHERE event.free_text = %s) told
JOIN logging_core_auxrule rule ON rule.ordinal = rule_id GROUP BY rule.kind
"""


def main(seconds: int, rate: int) -> None:
    mark = f"bench {uuid.uuid4().hex[:8]}"
    with closing(System(demo=True)) as system, database(system.start().wait_ready(300)).cursor() as cursor:
        until(lambda: _streams_speak(cursor), 120, "the sensors speak and an event has all its aux data")
        before = _processor_time(system)
        _post(system, mark, seconds, rate)
        until(lambda: _settled(cursor, mark, seconds * rate), 180, "all is attached or given up")
        used = {name: after - before.get(name, 0.0) for name, after in _processor_time(system).items()}
        cursor.execute(ASKED, [mark])
        rows = cursor.fetchall()
        cursor.execute(LANES, [mark])
        lanes = {kind: f"median {middle:.2f} s, p95 {slow:.2f} s" for kind, middle, slow in cursor.fetchall()}
    print(load_of_the_machine())
    delays = sorted(float(delay) for records, delay in rows if records == RULES)
    print(f"{len(rows) - len(delays)} of {len(rows)} events lack a record")
    told = {name: delays[min(len(delays) - 1, int(len(delays) * part))] for name, part in PARTS.items()}
    print(
        f"{len(delays)} events, {rate} a second; click to the last of {RULES} records, seconds: {json.dumps(told)}"
    )
    print(f"within 2 s: {sum(delay <= 2 for delay in delays) / len(rows):.1%}; {lanes}")
    each = {name: round(1000 * spent / len(rows)) for name, spent in used.items() if spent > 0.1}
    print(f"processor time for one event, with all that the demonstration does besides, ms: {json.dumps(each)}")


PARTS = {"median": 0.5, "p95": 0.95, "p99": 0.99, "longest": 1.0}


def _processor_time(system: System) -> dict[str, float]:
    """Seconds of each process of the system with its children."""
    told = {}
    for name, number in system.children().items():
        family = [psutil.Process(number), *psutil.Process(number).children(recursive=True)]
        told[name] = sum(sum(one.cpu_times()[:2]) for one in family)
    return told


def _streams_speak(cursor: Any) -> bool:
    cursor.execute(
        "SELECT count(*) FROM logging_core_auxtask WHERE attached_at IS NOT NULL GROUP BY event_id"
        " HAVING count(*) >= %s LIMIT 1",
        [RULES],
    )
    return cursor.fetchone() is not None


def _settled(cursor: Any, mark: str, events: int) -> bool:
    cursor.execute(OPEN, [mark])
    tasks, open_ones = cursor.fetchone()
    return tasks == events * RULES and not open_ones


def _post(system: System, mark: str, seconds: int, rate: int) -> None:
    """Events at an even pace, whatever the answers take."""
    login = {"username": "pi", "password": "demo"}
    with httpx.Client(base_url=f"{system.url}{API}", timeout=20) as client:
        token = client.post("/auth/login", json=login).json()["token"]
        began = time.monotonic()
        for number in range(seconds * rate):
            time.sleep(max(0.0, began + number / rate - time.monotonic()))
            body = {"event_value": "FISH", "event_free_text": mark, "event_options": []}
            client.post("/events", json=body, headers={"Authorization": f"Bearer {token}"}).raise_for_status()


if __name__ == "__main__":
    main(*(int(word) for word in (sys.argv[1:] + ["20", "10"][len(sys.argv) - 1 :])))
