"""A million events with aux data: first page of ten filters, and the whole export as CSV and JSON.

python -m tests.bench.bench_million [EVENTS]
"""

import statistics
import sys
import threading
import time
from typing import Any

import httpx
import psutil

from tests.bench.running import API, admin_token, database, load_of_the_machine
from tests.support.running import System

# A year of events: one in 2,000 is a whale, one in three has the automatic snapshots' value.
EVENTS = """
INSERT INTO logging_core_event (id, version, ts, author, value, free_text, options, state, captured_at,
                                received_at, on_watch, station, template_id, search_text)
SELECT lpad(to_hex(n), 24, '0'), 1, moment, author, value, text,
       jsonb_build_array(jsonb_build_object('event_option_name', 'status', 'event_option_value', status)),
       'final', moment, moment, '', '', '', concat_ws(chr(31), value, text, status)
FROM (SELECT n, timestamptz '2025-01-01' + n * interval '31 seconds' AS moment,
             (ARRAY['ana', 'ben', 'cho', 'dee', 'asnap'])[1 + n %% 5] AS author,
             CASE WHEN n %% 2000 = 7 THEN 'WHALE' WHEN n %% 3 = 0 THEN 'ASNAP'
                  ELSE (ARRAY['FISH', 'CORAL', 'SAMPLE', 'VEHICLE', 'PROBLEM'])[1 + n %% 5] END AS value,
             CASE WHEN n %% 4 = 0 THEN 'note ' || md5(n::text) ELSE '' END AS text,
             (ARRAY['alive', 'dead', 'undead'])[1 + n %% 3] AS status
      FROM generate_series(1, %s) AS n) AS made
"""
AUX_DATA = """
INSERT INTO logging_core_auxdata (id, version, event_id, data_source, data_array)
SELECT lpad(to_hex(ordinal + 16777216), 24, 'a'), 1, ordinal, 'vehicleRealtimeNavData', jsonb_build_array(
         jsonb_build_object('data_name', 'latitude', 'data_value', 41 + random(), 'data_uom', 'ddeg'),
         jsonb_build_object('data_name', 'longitude', 'data_value', -70 - random(), 'data_uom', 'ddeg'),
         jsonb_build_object('data_name', 'depth', 'data_value', random() * 4000, 'data_uom', 'meters'))
FROM logging_core_event
"""
FILTERS: dict[str, dict[str, Any]] = {
    "newest": {"sort": "newest"},
    "newest without snapshots": {"sort": "newest", "fulltext": "!ASNAP"},
    "a rare value": {"value": "WHALE"},
    "a value that never occurs": {"value": "KRAKEN"},
    "an author who never wrote": {"author": "nobody"},
    "one author, newest": {"author": "cho", "sort": "newest"},
    "a rare word in the text": {"freetext": "c4ca4238a0"},
    "full text of a common answer, newest": {"fulltext": "undead", "sort": "newest"},
    "a source of aux data, newest": {"datasource": "vehicleRealtime", "sort": "newest"},
    "a day in the middle, value and not": {
        "startTS": "2025-07-01T00:00:00Z",
        "stopTS": "2025-07-02T00:00:00Z",
        "value": ["FISH", "!ASNAP"],
    },
}


class Watch:
    """What an export costs while the block runs: memory of one web process, processor time of web and database."""

    def __init__(self, system: System) -> None:
        children = system.children()
        self._web = [psutil.Process(pid) for name, pid in children.items() if name.startswith("web")]
        self._database = psutil.Process(children["postgres"]) if "postgres" in children else None
        self._done = threading.Event()
        self.before = self.peak = self._memory()
        self._at_first = self._seconds()

    def __enter__(self) -> "Watch":
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._done.set()
        self.seconds = tuple(now - then for now, then in zip(self._seconds(), self._at_first, strict=True))

    def _memory(self) -> float:
        return max(process.memory_info().rss for process in self._web) / 1e6

    def _seconds(self) -> tuple[float, float]:
        servers = self._database.children(recursive=True) if self._database else []
        return _processor_time(self._web), _processor_time(servers)

    def _watch(self) -> None:
        while not self._done.wait(0.1):
            self.peak = max(self.peak, self._memory())


def _processor_time(processes: list[psutil.Process]) -> float:
    times = [process.cpu_times() for process in processes if process.is_running()]
    return sum(time.user + time.system for time in times)


def fill(system: System, events: int) -> None:
    begin = time.perf_counter()
    with database(system) as connection, connection.cursor() as cursor:
        cursor.execute(EVENTS, [events])
        cursor.execute(AUX_DATA)
        cursor.execute("ANALYZE logging_core_event")
        cursor.execute("ANALYZE logging_core_auxdata")
    print(f"{events} events and as many aux data records made in {time.perf_counter() - begin:.0f} s")


def first_pages(client: httpx.Client) -> None:
    for name, query in FILTERS.items():
        found = [_timed(client, {**query, "limit": 20}) for _ in range(5)]
        print(
            f"first page, {name}: {statistics.median(found) * 1000:.0f} ms (first time {found[0] * 1000:.0f} ms)"
        )


def _timed(client: httpx.Client, query: dict[str, Any]) -> float:
    begin = time.perf_counter()
    answer = client.get("/events", params=query)
    assert answer.status_code in (200, 404), answer.text
    return time.perf_counter() - begin


def export(client: httpx.Client, system: System, kind: str) -> None:
    begin, first, size = time.perf_counter(), 0.0, 0
    asked = client.stream("GET", "/event_exports", params={"format": kind})
    with Watch(system) as watch, asked as answer:
        for piece in answer.iter_raw():
            first = first or time.perf_counter() - begin
            size += len(piece)
    took = time.perf_counter() - begin
    print(
        f"export as {kind}: {took:.1f} s, first byte after {first:.2f} s, {size / 1e6:.0f} MB compressed, "
        f"web process {watch.before:.0f} MB before, {watch.peak:.0f} MB at most; "
        f"processor time {watch.seconds[0]:.1f} s web, {watch.seconds[1]:.1f} s database"
    )


def main(events: int) -> None:
    with System() as system:
        fill(system, events)
        headers = {"Authorization": f"Bearer {admin_token(system)}"}
        with httpx.Client(base_url=f"{system.url}{API}", headers=headers, timeout=600) as client:
            first_pages(client)
            for kind in ("csv", "json"):
                export(client, system, kind)
    print(load_of_the_machine())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
