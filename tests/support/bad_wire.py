"""A way to a server that is bad in the middle: slow, and cut at random. Needs no rights, only sockets."""

import random
import socket
import threading
import time
from contextlib import suppress


class BadWire:
    """Listens on a port of its own and hands everything on to `target`, late; cuts some connections somewhere."""

    def __init__(self, target: int, seed: int = 1) -> None:
        self.cut, self.delay_s = 0.0, 0.0
        self.connections = self.cuts = 0
        self._target = target
        self._chance = random.Random(seed)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self._listener.accept()
                self.connections += 1
                threading.Thread(target=self._carry, args=(caller,), daemon=True).start()

    def _carry(self, caller: socket.socket) -> None:
        """Cut connections end after some bytes of either way, perhaps after the question and before the answer."""
        allowed = self._chance.randrange(0, 1500) if self._chance.random() < self.cut else None
        with suppress(OSError), caller, socket.create_connection(("127.0.0.1", self._target), 10) as server:
            back = threading.Thread(target=self._pump, args=(server, caller, allowed), daemon=True)
            back.start()
            self._pump(caller, server, allowed)
            back.join(60)

    def _pump(self, source: socket.socket, sink: socket.socket, allowed: int | None) -> None:
        carried = 0
        with suppress(OSError):
            while data := source.recv(1024):
                time.sleep(self.delay_s)
                carried += len(data)
                if allowed is not None and carried > allowed:
                    self.cuts += 1
                    break
                sink.sendall(data)
        for end in (source, sink) if allowed is not None else (sink,):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR if allowed is not None else socket.SHUT_WR)
