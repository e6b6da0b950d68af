"""Open ports and sockets of a reader that somebody keeps while its process dies and comes back.

A port that is open somewhere goes on taking what comes: the system holds it until a new process reads on.
"""

import socket


class Keeping:
    """Nobody keeps anything: readers on their own, as in a check or a test. The runtime gives them another one.

    `name` is what the reader calls it, such as "client". Never raises.
    """

    def keep(self, name: str, file: int) -> None:
        """A copy of this open file is to be kept, in place of an earlier one of the name."""

    def take(self, name: str) -> int | None:
        """The file that was kept for an earlier process of this reader, once; it is the caller's now."""
        return None

    def let_go(self, name: str) -> None:
        """It is gone or given back, and nobody is to hold it open any more."""

    def take_socket(self, name: str) -> socket.socket | None:
        """As `take`."""
        file = self.take(name)
        return None if file is None else socket.socket(fileno=file)
