"""One connection to a SeedLink server: commands and answers, whatever the version."""

import socket

from monitoring.web import guard
from monitoring.web.trouble import temporary

CONNECT, READ = 10, 30  # seconds


class Line:
    """One connection, greeted. Raises Trouble when it breaks."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self.greeting = ""

    def __enter__(self) -> "Line":
        address = guard.addresses(self._host, self._port)[0]
        try:
            self._socket = socket.create_connection((address, self._port), CONNECT)
        except OSError as problem:
            raise temporary("no_connection", f"{self._host}: {problem}") from None
        self._socket.settimeout(READ)
        self._file = self._socket.makefile("rb")
        try:
            self.greeting = self.ask("HELLO")
            self._line("HELLO")  # the second line names the centre
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_problem: object) -> None:
        self._file.close()
        self._socket.close()

    def ask(self, words: str) -> str:
        self.send(words)
        return self._line(words.split()[0])

    def accepts(self, *commands: str) -> bool:
        """Whether the server says OK to each of them in turn."""
        return all(self.ask(words) == "OK" for words in commands)

    def send(self, words: str) -> None:
        try:
            self._socket.sendall(f"{words}\r\n".encode())
        except OSError as problem:
            raise temporary("cut", f"the connection broke: {problem}") from None

    def read(self, size: int) -> bytes:
        try:
            data = self._file.read(size)
        except OSError as problem:
            raise temporary("timeout", f"no record within {READ} s: {problem}") from None
        if len(data) < size:
            raise temporary("cut", "the server hung up before the end")
        return data

    def _line(self, what: str) -> str:
        try:
            answer = self._file.readline(1000)
        except OSError as problem:
            raise temporary("timeout", f"no answer to {what}: {problem}") from None
        if not answer:
            raise temporary("cut", f"the server hung up after {what}")
        return answer.decode("ascii", "replace").strip()
