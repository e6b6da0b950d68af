"""The live socket of the loggers' pages: the status once a second, one logger in detail, and what was changed."""

import json

from logging_core.loggers.hub import hub
from logging_core.shared import permissions
from logging_core.shared.live_page import Hub, LivePage
from logging_core.shared.models import Change

KINDS = ("loggers", "cruise_definition", "logger_feed")
LONGEST_NAME = 1000


class LoggersLive(LivePage):
    """`/loggers/live`. The page may say `{"type": "watch", "logger": NAME}` to see one logger in detail."""

    watched: str | None = None

    def may_look(self) -> bool:
        person = self.scope["user"]
        return person.is_authenticated and permissions.has_scope(person, permissions.READ_LOGGERS)

    def the_hub(self) -> Hub:
        return hub()

    async def tell(self) -> None:
        await self.send(hub().summary)
        await self._tell_watched()

    async def tell_change(self, change: Change) -> None:
        if change.kind in KINDS:
            await self.say(type="change", kind=change.kind, verb=change.verb, actor=change.actor)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        try:
            asked = json.loads(text_data or "")
        except (ValueError, RecursionError):
            return
        if isinstance(asked, dict) and asked.get("type") == "watch":
            name = asked.get("logger")
            self.watched = name if isinstance(name, str) and len(name) <= LONGEST_NAME else None
            await self._tell_watched()

    async def _tell_watched(self) -> None:
        if self.watched is not None:
            await self.say(type="logger", name=self.watched, logger=hub().of(self.watched))
