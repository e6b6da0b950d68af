"""Ports of simulated sensors: pseudo-terminals under names that stay, as udev gives them, and UDP."""

import contextlib
import os
import pty
import select
import socket
import tty
from pathlib import Path

LOOPBACK = "127.0.0.1"


class SerialPort:
    """A pseudo-terminal behind the link `link`. Raises OSError.

    What is said while nobody has the port open is not kept: a logger that comes back hears the present.
    """

    def __init__(self, link: Path) -> None:
        self._sensor, port = pty.openpty()
        try:
            tty.setraw(port)
            os.set_blocking(self._sensor, False)
            _point(link, os.ttyname(port))
        finally:
            os.close(port)  # from now on the sensor end tells whether somebody listens
        self._poll = select.poll()
        self._poll.register(self._sensor, 0)

    def say(self, line: str) -> None:
        """A line that its reader does not fetch is lost, as on a real cable."""
        if self._poll.poll(0):  # hung up: nobody has it open
            return
        with contextlib.suppress(BlockingIOError):
            os.write(self._sensor, f"{line}\r\n".encode())

    def close(self) -> None:
        os.close(self._sensor)


class UDPPort:
    """Datagrams to a port of this host."""

    def __init__(self, port: int) -> None:
        self._to = (LOOPBACK, port)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

    def say(self, line: str) -> None:
        self._socket.sendto(line.encode(), self._to)

    def close(self) -> None:
        self._socket.close()


def free_udp_ports(count: int) -> list[int]:
    """So many different ones, free at this moment."""
    with contextlib.ExitStack() as held:
        made = [held.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) for _ in range(count)]
        for one in made:
            one.bind((LOOPBACK, 0))
        return [int(one.getsockname()[1]) for one in made]


def free_tcp_port() -> int:
    """One that is free at this moment."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        return int(listener.getsockname()[1])


def unlink_all(folder: Path) -> None:
    """Nothing may point to a terminal whose sensor has ended: the system gives its name to somebody else."""
    for link in folder.iterdir() if folder.is_dir() else ():
        if link.is_symlink():
            link.unlink(missing_ok=True)


def _point(link: Path, target: str) -> None:
    link.parent.mkdir(parents=True, exist_ok=True)
    draft = link.with_name(f".{link.name}.new")
    draft.unlink(missing_ok=True)
    draft.symlink_to(target)
    draft.replace(link)
