"""When something that should speak has not spoken for a time."""

import time


class Silence:
    """Gives a message once when `timeout` seconds pass without a record, and once when records come again."""

    def __init__(self, timeout: float, message: str | None = None, resume_message: str | None = None) -> None:
        if timeout <= 0:
            raise ValueError("timeout: expected seconds greater than 0")
        self.timeout = timeout
        self.message = message or f"no record received for {timeout:g} seconds"
        self.resume_message = resume_message or "records are received again"
        self._last = time.monotonic()
        self._silent = False

    def heard(self) -> str | None:
        """A record came: the message of its return, or None."""
        self._last = time.monotonic()
        was_silent, self._silent = self._silent, False
        return self.resume_message if was_silent else None

    def check(self, now: float) -> str | None:
        """The message of silence when it is due, or None."""
        if self._silent or now - self._last < self.timeout:
            return None
        self._silent = True
        return self.message
