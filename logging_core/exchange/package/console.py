"""What a running export says to the Sealog clients that listen."""

import logging
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

from logging_core.shared import clock

log = logging.getLogger(__name__)
GROUP = "data_export_output"
LAST_LINE = "Process exited with code: {}"
EXPORT = "export.package"  # the kind of its jobs


def stamped(line: str) -> str:
    """As logs of programs look: clients show what follows the first ` - `."""
    return f"{clock.iso(clock.now())} - {line}"


class Listeners:
    """The open sockets of Sealog clients. Names of hidden records are for admins only."""

    def __init__(self) -> None:
        self.hidden_names: list[str] = []

    def __call__(self, text: str) -> None:
        self._send(text, last=False)

    def end(self, code: int) -> None:
        """The last line; after it the sockets are closed, which is how clients know that it is over."""
        self._send(LAST_LINE.format(code), last=True)

    def _send(self, text: str, last: bool) -> None:
        open_text = text
        for name in self.hidden_names:
            open_text = open_text.replace(name, "(hidden)")
        message = {"type": "export.output", "text": text, "open_text": open_text, "last": last}
        try:
            async_to_sync(get_channel_layer().group_send)(GROUP, message)
        except Exception as problem:
            # An export is worth more than its console.
            log.warning("nobody could be told of the export: %s", problem)


def ended_unheard(verb: str, job: dict[str, Any]) -> bool:
    """Whether a change of the journal is the end of an export that had no worker to say its last line."""
    over = job.get("state") in ("cancelled", "failed")
    return over and job.get("kind") == EXPORT and verb in ("cancel", "abandoned")
