"""The cameras of the demonstration: a small web server on this machine that shows what each of them sees now."""

import io
import logging
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from logging_core.demo import sea
from logging_core.demo.measurements import Instruments
from logging_core.demo.pictures import CAMERAS, Shot, draw
from logging_core.shared import clock

log = logging.getLogger(__name__)
NEW_PICTURE_AFTER_S = 0.5  # drawing takes time, and a camera has its rate, too


class Cameras:
    """`scene` is where ship and dives are; while no dive is under way the cameras are off."""

    def __init__(self, address: tuple[str, int]) -> None:
        """Raises OSError."""
        self.scene: Instruments | None = None
        self._shown: dict[str, tuple[float, bytes]] = {}
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(address, self._door())
        self._server.daemon_threads = True

    def start(self) -> None:
        """Answer in threads that end with the process."""
        threading.Thread(target=self._server.serve_forever, name="cameras", daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def picture(self, camera: str) -> bytes | None:
        """What it sees now (JPEG), or None while it is off."""
        moment = clock.now()
        dive = self.scene.dive_at(moment) if self.scene else None
        if dive is None:
            return None
        with self._lock:
            drawn_at, content = self._shown.get(camera, (0.0, b""))
            if time.monotonic() - drawn_at > NEW_PICTURE_AFTER_S:
                content = _drawn(Shot(camera, moment, dive.name, sea.vehicle(dive, moment)))
                self._shown[camera] = (time.monotonic(), content)
            return content

    def _door(self) -> type[BaseHTTPRequestHandler]:
        cameras = self

        class Door(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                name = self.path.removeprefix("/").removesuffix(".jpg")
                content = cameras.picture(name) if name in CAMERAS else None
                if content is None:
                    self.send_error(503 if name in CAMERAS else 404)
                    return
                self.send_response(200)
                self.send_header("Content-Type", "image/jpeg")
                self.send_header("Content-Length", str(len(content)))
                self.send_header("Last-Modified", self.date_time_string())
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_words: Any) -> None:
                """Nobody reads it."""

        return Door


def _drawn(shot: Shot) -> bytes:
    out = io.BytesIO()
    draw(shot).save(out, "JPEG", quality=75)
    return out.getvalue()
