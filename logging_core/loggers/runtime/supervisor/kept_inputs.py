"""Ports and sockets of a logger that stay open while its process dies and comes back.

The system goes on taking what comes for them (some 64 kB of a serial line, a few hundred kB of a socket), and the
next process reads on. They are closed with the supervisor, and when something else is to run.
"""

import os


class KeptInputs:
    """Files by their names in the process: the place of the reader in the config, and what it calls them."""

    def __init__(self) -> None:
        self._files: dict[str, int] = {}

    def keep(self, name: str, file: int | None) -> None:
        """In place of an earlier one of this name; none where there was no room."""
        self.let_go(name)
        if file is not None:
            self._files[name] = file

    def let_go(self, name: str) -> None:
        file = self._files.pop(name, None)
        if file is not None:
            os.close(file)

    def let_all_go(self) -> None:
        for name in list(self._files):
            self.let_go(name)

    def files(self) -> dict[str, int]:
        return dict(self._files)
