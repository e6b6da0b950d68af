"""A stand-in for an InfluxDB 2 server, written from the public description of its HTTP API and of Flux.

No InfluxDB 2 server can be had from the registries. This one answers `POST /api/v2/query` as described there:
Flux in, annotated CSV out; refusals as JSON with code and message. It knows from, range, filter, sort, limit
and last, comparisons joined by `or` and `and`, and string literals with their escapes; anything else is refused.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.support.flux import FluxError, Point, run
from tests.support.flux_csv import annotated

TOKEN, ORG, BUCKET = "a-token", "openrvdas", "openrvdas"


@dataclass
class InfluxDB:
    """Its points, what it was asked, and a fault it shows: `refuse` (status, message), or `silent`."""

    points: list[Point] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    refuse: tuple[int, str] | None = None
    silent: threading.Event | None = None
    garbage: str = ""
    url: str = ""

    def write(self, measurement: str, moment: datetime, tags: dict[str, str] | None = None, **fields: Any) -> None:
        self.points += [Point(measurement, name, moment, value, tags or {}) for name, value in fields.items()]


class Refused(Exception):
    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


@contextmanager
def influxdb() -> Iterator[InfluxDB]:
    """A server on loopback with no points."""
    state = InfluxDB()

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if state.silent:
                state.silent.wait(30)
            try:
                self._answer(200, "text/csv; charset=utf-8", _query(state, self, body))
            except Refused as refusal:
                told = json.dumps({"code": refusal.code, "message": str(refusal)})
                self._answer(refusal.status, "application/json; charset=utf-8", told)

        def _answer(self, status: int, content_type: str, text: str) -> None:
            content = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        if state.silent:
            state.silent.set()
        server.shutdown()
        server.server_close()


def _query(state: InfluxDB, door: BaseHTTPRequestHandler, body: bytes) -> str:
    asked = urlsplit(door.path)
    if asked.path != "/api/v2/query":
        raise Refused(404, "not found", "path not found")
    if door.headers.get("Authorization") != f"Token {TOKEN}":
        raise Refused(401, "unauthorized", "unauthorized access")
    if state.refuse:
        raise Refused(state.refuse[0], "invalid", state.refuse[1])
    if parse_qs(asked.query).get("org") != [ORG]:
        raise Refused(404, "not found", "organization name not found")
    try:
        flux = json.loads(body)["query"]
    except (ValueError, KeyError, TypeError):
        raise Refused(400, "invalid", "failed to decode request body") from None
    state.queries.append(flux)
    if state.garbage:
        return state.garbage
    try:
        return annotated(run(flux, {BUCKET: state.points}))
    except FluxError as problem:
        raise Refused(
            404 if problem.missing else 400, "not found" if problem.missing else "invalid", str(problem)
        ) from None
