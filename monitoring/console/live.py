"""The live socket of the archive's pages: the overview whenever it changes, else a beat."""

from logging_core.shared.live_page import Hub, LivePage
from monitoring.console.hub import hub
from monitoring.console.reading import may_look


class ArchiveLive(LivePage):
    """`/archive/live`. Its marks say which lists a page has to read anew."""

    watching = False

    def may_look(self) -> bool:
        return may_look(self.scope["user"], (self.scope.get("client") or ("",))[0])

    def the_hub(self) -> Hub:
        return hub()

    def opened(self) -> int:
        hub().watchers += 1
        self.watching = True
        return -1 if hub().frame else 0

    async def tell(self) -> None:
        await self.send(hub().frame)

    async def disconnect(self, code: int) -> None:
        if self.watching:
            hub().watchers -= 1
        await super().disconnect(code)
