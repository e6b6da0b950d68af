"""A routing service of our own making: which data centre holds which streams."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def routing(centres: dict[str, str]) -> Iterator[str]:
    """`centres`: the address of a data centre by how the lines begin that it holds. Gives that of the service."""

    class Routing(BaseHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            pass

        def do_GET(self) -> None:
            self.answer(b"1.2.1")

        def do_POST(self) -> None:
            lines = self.rfile.read(int(self.headers["Content-Length"])).decode().splitlines()
            found = {start: [line for line in lines if line.startswith(start)] for start in centres}
            blocks = [
                "\n".join([f"{centres[start]}/fdsnws/dataselect/1/query", *known])
                for start, known in found.items()
                if known
            ]
            self.answer("\n\n".join(blocks).encode())

        def answer(self, data: bytes) -> None:
            self.send_response(200 if data else 204)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Routing)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
