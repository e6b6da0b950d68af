"""Cameras of the tests: a web server with pictures, an SFTP server, and pictures themselves."""

import asyncio
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import asyncssh
from PIL import Image

USER, PASSWORD = "grabber", "only for tests"


def picture(shade: int = 90, format: str = "JPEG", size: tuple[int, int] = (640, 360)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (20, shade, 120)).save(out, format)
    return out.getvalue()


@dataclass
class View:
    """What is answered under a path."""

    content: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    hold: threading.Event | None = None
    drip: bool = False


@dataclass
class WebCamera:
    views: dict[str, View] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def show(self, path: str, content: bytes, changed: float | None = None, **more: Any) -> str:
        headers = {"Last-Modified": formatdate(changed, usegmt=True)} if changed is not None else {}
        self.views[path] = View(content, headers={**headers, **more.pop("headers", {})}, **more)
        return f"{self.url}{path}"


@contextmanager
def web_camera() -> Iterator[WebCamera]:
    state = WebCamera()

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append(self.path)
            view = state.views.get(self.path, View(b"nothing here", 404))
            if view.hold:
                view.hold.wait(30)
            self.send_response_only(view.status)
            for name, value in view.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self._write(view)

        def _write(self, view: View) -> None:
            try:
                for byte in view.content if view.drip else ():
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    threading.Event().wait(0.05)
                self.wfile.write(b"" if view.drip else view.content)
            except OSError:
                pass  # whoever asked had enough

        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield state
    finally:
        for view in state.views.values():
            if view.hold:
                view.hold.set()
        server.shutdown()
        server.server_close()


@dataclass
class SftpHost:
    """A real SFTP server of one folder; `host_key` is the line that users enter."""

    port: int
    host_key: str


class _Login(asyncssh.SSHServer):
    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (USER, PASSWORD)


@contextmanager
def sftp_host(folder: Path, authorized: str | None = None) -> Iterator[SftpHost]:
    """`authorized`: a file of public keys that may log in besides the password."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    key = asyncssh.generate_private_key("ssh-ed25519")

    async def start() -> asyncssh.SSHAcceptor:
        return await asyncssh.create_server(
            _Login,
            "127.0.0.1",
            0,
            server_host_keys=[key],
            authorized_client_keys=authorized,
            sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=str(folder).encode()),
        )

    server = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
    try:
        yield SftpHost(server.get_port(), key.export_public_key().decode().strip())
    finally:
        loop.call_soon_threadsafe(server.close)
        asyncio.run_coroutine_threadsafe(server.wait_closed(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
