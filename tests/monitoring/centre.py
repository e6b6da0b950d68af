"""A data centre of our own making: FDSN dataselect and availability over real HTTP, well or in any way unwell."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from qualitycontrol.archive.instants import parse, text
from qualitycontrol.archive.nslc import Nslc
from tests.monitoring.waves import RATE, SECOND, wave

PAGE = b"<html><body>Please log in to the hotel network</body></html>"


@dataclass(frozen=True)
class Holding:
    """What it has: [start, end) of a stream; `shift` is added to each value; `spoilt`: no sample can be read."""

    stream: Nslc
    start: int
    end: int
    shift: int = 0
    rate: float = RATE
    spoilt: bool = False


@dataclass
class Centre:
    """`mood` says how it answers: well, down, empty, too_large, slow_down, busy, html, cut, cut_quietly, foreign,
    endless, hanging, locked, bad, inside. Questions with the text `poison` in them have an answer of their own.
    """

    holdings: list[Holding] = field(default_factory=list)
    mood: str = "well"
    inventory: bool = True
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    sent: int = 0
    at_once: int = 0
    most_at_once: int = 0
    largest_answer: int = 200_000
    slowness: float = 0.0  # seconds before a good answer
    poison: str = ""
    poisoned: tuple[int, bytes] = (400, b"what is that?")  # status and body
    meanwhile: Callable[[], None] = lambda: None  # done before a question is answered
    url: str = ""
    wake: threading.Event = field(default_factory=threading.Event)

    def selected(self, body: str) -> list[tuple[Holding, int, int]]:
        """Holdings cut to the lines asked for, on their sample grid."""
        found = []
        for line in body.splitlines():
            if "=" in line or not line.strip():
                continue
            network, station, location, channel, start, end = line.split()
            stream = Nslc(network, station, location.replace("--", ""), channel)
            for one in self.holdings:
                low, high = max(one.start, parse(start)), min(one.end, parse(end))
                period = round(SECOND / one.rate)
                low = one.start + -(-(low - one.start) // period) * period
                if one.stream == stream and low < high:
                    found.append((one, low, high))
        return found


@contextmanager
def data_centre(*holdings: Holding) -> Iterator[Centre]:
    centre = Centre(list(holdings))

    class Handler(_Handler):
        serves = centre

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    centre.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield centre
    finally:
        centre.wake.set()
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    serves: Centre
    protocol_version = "HTTP/1.1"

    def log_message(self, *_args: object) -> None:
        pass

    def do_GET(self) -> None:
        if self.serves.mood == "down":
            return self._hang_up()
        return self._answer(200, b"1.1.1\n")

    def do_POST(self) -> None:
        centre = self.serves
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if "/availability/" in self.path:
            return self._availability(body)
        centre.asked.append(body)
        centre.headers.append(dict(self.headers))
        centre.at_once += 1
        centre.most_at_once = max(centre.most_at_once, centre.at_once)
        try:
            centre.meanwhile()
            if centre.poison and centre.poison in body:
                self._answer(*centre.poisoned)
            else:
                getattr(self, f"_{centre.mood}")(body)
        finally:
            centre.at_once -= 1
        return None

    def _availability(self, body: str) -> None:
        centre = self.serves
        if centre.mood == "down":
            return self._hang_up()
        if not centre.inventory:
            return self._answer(404, b"no such service")
        lines = ["#Network Station Location Channel Earliest Latest"]
        for one, low, high in centre.selected(body):
            stream = one.stream
            names = f"{stream.network} {stream.station} {stream.location or '--'} {stream.channel}"
            lines.append(f"{names} {text(low)} {text(high)}")
        return self._answer(200 if len(lines) > 1 else 204, "\n".join(lines).encode() if len(lines) > 1 else b"")

    # --- moods --------------------------------------------------------------------------------------------

    def _well(self, body: str) -> None:
        self.serves.wake.wait(self.serves.slowness)
        data = self._data(body)
        self._answer(200 if data else 204, data)

    def _down(self, _body: str) -> None:
        self._hang_up()

    def _empty(self, _body: str) -> None:
        self._answer(204, b"")

    def _too_large(self, body: str) -> None:
        data = self._data(body)
        if len(data) > self.serves.largest_answer:
            return self._answer(413, b"too much")
        return self._answer(200 if data else 204, data)

    def _slow_down(self, _body: str) -> None:
        self._answer(429, b"slow down", {"Retry-After": "120"})

    def _busy(self, _body: str) -> None:
        self._answer(503, b"busy")

    def _bad(self, _body: str) -> None:
        self._answer(400, b"bad request")

    def _locked(self, _body: str) -> None:
        self._answer(403, b"restricted")

    def _html(self, _body: str) -> None:
        self._answer(200, PAGE, {"Content-Type": "text/html"})

    def _cut(self, body: str) -> None:
        data = self._data(body)
        self._begin(200, {"Content-Length": str(len(data))})
        self.wfile.write(data[: len(data) // 2 + 100])
        self._hang_up()

    def _cut_quietly(self, body: str) -> None:
        """Without a length nobody notices but by the record that is not whole."""
        data = self._data(body)
        self._begin(200, {"Connection": "close"})
        self.wfile.write(data[: len(data) // 2 + 100])
        self._hang_up()

    def _foreign(self, body: str) -> None:
        _, low, high = self.serves.selected(body)[0]
        self._answer(200, wave(Nslc("XX", "FOR", "00", "BHZ"), low, high))

    def _endless(self, body: str) -> None:
        piece = self._data(body)
        self._begin(200, {"Connection": "close"})
        try:
            while not self.serves.wake.is_set():
                self.wfile.write(piece)
                self.serves.sent += len(piece)
        except OSError:
            pass
        self.close_connection = True

    def _hanging(self, _body: str) -> None:
        self.serves.wake.wait()
        self._hang_up()

    def _inside(self, _body: str) -> None:
        self._answer(307, b"", {"Location": "http://169.254.169.254/latest/meta-data/"})

    # --- answering ----------------------------------------------------------------------------------------

    def _data(self, body: str) -> bytes:
        return b"".join(_records(one, low, high) for one, low, high in self.serves.selected(body))

    def _begin(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _answer(self, status: int, data: bytes, headers: dict[str, str] | None = None) -> None:
        self._begin(status, {"Content-Length": str(len(data)), **(headers or {})})
        if status != 204:
            self.wfile.write(data)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.close()


def _records(one: Holding, low: int, high: int) -> bytes:
    data = bytearray(wave(one.stream, low, high, rate=one.rate, shift=one.shift))
    if one.spoilt:
        for place in range(0, len(data), 512):
            data[place + 64 : place + 512] = b"\xff" * 448
    return bytes(data)
