"""Windows of the browser. They are used again, as at a workstation: with warm cache, and nothing else kept."""

from typing import Any

from playwright.sync_api import Browser, BrowserContext

from tests.browser.screen import Screen
from tests.browser.watching import Watch

DESKTOP = {"width": 1440, "height": 900}


class Windows:
    """`windows(url)` gives an empty window; with options (a phone, say) or `fresh` one that nobody used."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._used: list[tuple[str, BrowserContext, Watch]] = []
        self._for_once: list[tuple[BrowserContext, Watch]] = []
        self._free: list[tuple[str, BrowserContext, Watch]] = []

    def __call__(self, url: str, fresh: bool = False, **options: Any) -> Screen:
        if fresh or options:
            context, watch = self._new(url, options)
            self._for_once.append((context, watch))
        else:
            context, watch = self._free_for(url) or self._new(url, {})
            self._used.append((url, context, watch))
        return Screen(context.new_page(), watch)

    def end_test(self) -> None:
        """Close and check everything; what can be used again is emptied."""
        watches = [watch for *_, watch in (*self._used, *self._for_once)]
        for url, context, watch in self._used:
            self._empty(url, context)
            self._free.append((url, context, watch))
        for context, _watch in self._for_once:
            context.close()
        self._used, self._for_once = [], []
        for watch in watches:
            watch.check()

    def close(self) -> None:
        for _url, context, _watch in self._free:
            context.close()

    def _free_for(self, url: str) -> tuple[BrowserContext, Watch] | None:
        for place, (its_url, context, watch) in enumerate(self._free):
            if its_url == url:
                del self._free[place]
                watch.begin()
                return context, watch
        return None

    def _new(self, url: str, options: dict[str, Any]) -> tuple[BrowserContext, Watch]:
        context = self._browser.new_context(base_url=url, **{"viewport": DESKTOP, **options})
        context.set_default_timeout(10_000)
        return context, Watch(context, url)

    @staticmethod
    def _empty(url: str, context: BrowserContext) -> None:
        for page in context.pages:
            page.close()
        context.set_offline(False)
        context.unroute_all()
        context.clear_cookies()
        page = context.new_page()
        page.route("**/*", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
        page.goto(f"{url}/emptying")
        page.evaluate("localStorage.clear(); sessionStorage.clear()")
        page.close()
