"""httpx over connections that the guard has judged."""

from logging_core.shared.judged import JudgedTransport
from monitoring.web import guard


class GuardedTransport(JudgedTransport):
    def __init__(self) -> None:
        super().__init__(guard.addresses)
