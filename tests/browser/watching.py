"""What happens behind a page while a test uses it: nothing of it may pass unseen."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page

COUNT_VIOLATIONS = """
window.policyViolations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.policyViolations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}`));
"""


class Watch:
    """Collects errors, requests to other places and dialogs of the browser."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self._host = urlsplit(url).netloc
        self.begin()
        context.add_init_script(COUNT_VIOLATIONS)
        context.on("page", self._follow)

    def begin(self) -> None:
        self.errors: list[str] = []
        self.elsewhere: list[str] = []
        self.alerts: list[str] = []
        self.network_may_fail = False

    def _follow(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._said)
        page.on("request", lambda request: self._asked(request.url))
        page.on("websocket", lambda socket: self._asked(socket.url))
        page.on("dialog", lambda dialog: (self.alerts.append(dialog.message), dialog.dismiss()))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.netloc != self._host:
            self.elsewhere.append(url)

    def check(self) -> None:
        """Called at the end of each test for each person's pages."""
        assert self.alerts == [], self.alerts
        assert self.elsewhere == [], self.elsewhere
        errors = [error for error in self.errors if not self._forgivable(error)]
        assert errors == [], "\n".join(errors)

    def _forgivable(self, error: str) -> bool:
        """Browsers complain of each request that fails; a test that cuts the network expects that."""
        of_network = ("Failed to load resource", "WebSocket connection to", "net::ERR")
        return self.network_may_fail and any(words in error for words in of_network)


def policy_violations(page: Page) -> list[str]:
    return page.evaluate("window.policyViolations")
