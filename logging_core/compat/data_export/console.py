"""Where a running export says what it does: on a terminal, or to the Sealog clients that listen."""

import logging
from collections.abc import Callable

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

log = logging.getLogger(__name__)
GROUP = "data_export_output"
Say = Callable[[str], None]


class Listeners:
    """The open sockets of Sealog clients. Names of hidden records are for admins only."""

    def __init__(self) -> None:
        self.hidden_names: list[str] = []

    def __call__(self, text: str) -> None:
        self._send(text, last=False)

    def end(self, text: str) -> None:
        """The last line; after it the sockets are closed, which is how clients know that it is over."""
        self._send(text, last=True)

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
