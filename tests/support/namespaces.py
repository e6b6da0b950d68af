"""Networks of their own for a test, and a bad link between two of them: packets come late, or not at all.

The kernel's own way (netem) is a module that many machines lack. Here the link is made of two TUN devices:
what one network sends comes as packets to this process, which loses some, keeps the others for a while, and hands
them to the other network. TCP and everything above it meet real loss and real delay.
"""

import ctypes
import fcntl
import heapq
import os
import random
import select
import shutil
import struct
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")
CLONE_NEWNET = 0x40000000
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
_libc = ctypes.CDLL(None, use_errno=True)


def why_not() -> str:
    """Empty where networks can be made; otherwise what is missing."""
    if os.geteuid() != 0:
        return "network namespaces need root"
    if not Path("/dev/net/tun").exists():
        return "there is no /dev/net/tun"
    return "" if shutil.which("ip") else "there is no `ip` (iproute2)"


class Namespace:
    """A network with a loopback of its own; gone with the last process in it."""

    def __init__(self) -> None:
        self.fd = -1
        self._in_thread(self._make)
        self.ip("link", "set", "lo", "up")

    def _make(self) -> None:
        if _libc.unshare(CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "unshare")
        self.fd = os.open("/proc/thread-self/ns/net", os.O_RDONLY)

    def enter(self) -> None:
        """The calling thread (or a process about to start) is in this network from now on."""
        if _libc.setns(self.fd, CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "setns")

    def within(self, work: Callable[[], Result]) -> Result:
        """Do something in this network, in a thread of its own."""

        def entered() -> Result:
            self.enter()
            return work()

        return self._in_thread(entered)

    def ip(self, *words: str) -> None:
        subprocess.run(["ip", *words], preexec_fn=self.enter, check=True, timeout=20)

    def tun(self, ours: str, theirs: str) -> int:
        """An end of a link; what is sent to `theirs` can be read from the file descriptor that it gives."""

        def make() -> int:
            fd = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
            fcntl.ioctl(fd, TUNSETIFF, struct.pack("16sH", b"far0", IFF_TUN | IFF_NO_PI))
            return fd

        fd = self.within(make)
        self.ip("addr", "add", ours, "peer", theirs, "dev", "far0")
        self.ip("link", "set", "far0", "up", "mtu", "1400")
        return fd

    def close(self) -> None:
        os.close(self.fd)

    @staticmethod
    def _in_thread(work: Callable[[], Result]) -> Result:
        ended: list[Result] = []
        problems: list[BaseException] = []

        def run() -> None:
            try:
                ended.append(work())
            except BaseException as problem:
                problems.append(problem)

        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
        if problems:
            raise problems[0]
        return ended[0]


class Link:
    """Carries packets between two networks; `loss` and `delay_s` may be changed at any time."""

    def __init__(self, one: Namespace, other: Namespace, addresses: tuple[str, str], seed: int = 1) -> None:
        self.loss, self.delay_s = 0.0, 0.0
        self.carried = self.lost = self.bytes = 0
        left, right = addresses
        self._ends = (one.tun(left, right), other.tun(right, left))
        self._chance = random.Random(seed)
        self._under_way: list[tuple[float, int, int, bytes]] = []
        self._count = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join()
        for end in self._ends:
            os.close(end)

    def _run(self) -> None:
        while not self._stop.is_set():
            ready, _, _ = select.select(self._ends, [], [], self._wait())
            for end in ready:
                self._take(end)
            self._hand_on()

    def _wait(self) -> float:
        return min(0.1, max(0.0, self._under_way[0][0] - time.monotonic())) if self._under_way else 0.1

    def _take(self, end: int) -> None:
        packet = os.read(end, 65_536)
        self.bytes += len(packet)
        if self._chance.random() < self.loss:
            self.lost += 1
            return
        self._count += 1
        target = self._ends[1] if end == self._ends[0] else self._ends[0]
        heapq.heappush(self._under_way, (time.monotonic() + self.delay_s, self._count, target, packet))

    def _hand_on(self) -> None:
        while self._under_way and self._under_way[0][0] <= time.monotonic():
            _, _, target, packet = heapq.heappop(self._under_way)
            self.carried += 1
            os.write(target, packet)
