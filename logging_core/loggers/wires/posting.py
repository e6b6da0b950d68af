"""Writers that post records to a web server."""

import urllib.error
import urllib.request
from urllib.parse import urlsplit

from logging_core.loggers.base.component import NotNow, Record, Writer
from logging_core.loggers.base.retrying import Backoff

TIMEOUT = 5.0  # seconds
CLIENT_ERRORS = range(400, 500)
WAIT_FOR_BETTER = (401, 403, 404, 408, 429)  # may be put right at the server, so that the records wait


def checked_url(url: str) -> str:
    """Raises ValueError."""
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
        raise ValueError(f"expected an address that begins with http:// or https://, found {url!r}")
    return url.rstrip("/")


class Refused(Exception):
    """The server answered, and will not take these records however often it is asked."""


class PostingWriter(Writer):
    """`post` sends one body; while the server is away it raises NotNow, and the records wait in the lane."""

    def __init__(self, url: str, token: str) -> None:
        super().__init__()
        self.url = checked_url(url)
        self._token = token
        self._backoff = Backoff(longest=10.0)

    def post(self, body: bytes, content_type: str, path: str = "", expected: range = range(200, 300)) -> None:
        """Raises NotNow, also for an answer that is neither an error nor expected, and Refused."""
        if self._backoff.wait_left() > 0:
            raise NotNow(self.trouble)
        headers = {"Content-Type": content_type, "Authorization": f"Bearer {self._token}"}
        request = urllib.request.Request(self.url + path, body, headers, method="POST")  # noqa: S310 - checked
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - as above
                status = answer.status
        except urllib.error.HTTPError as error:
            self._answered(error)
        except OSError as trouble:
            self._wait(str(trouble))
        else:
            if status not in expected:
                self._wait(f"answered with {status}, which is not what such a server says")
            self._backoff.succeeded()
            self.trouble = None

    def refused(self, cause: Refused, records: list[Record]) -> None:
        self.tally.add("refused by the server", f"{cause}: {records[0]}", len(records))

    def _answered(self, answer: urllib.error.HTTPError) -> None:
        words = f"{answer.code} {answer.read(200).decode(errors='replace')}".strip()
        answer.close()
        if answer.code in CLIENT_ERRORS and answer.code not in WAIT_FOR_BETTER:
            raise Refused(words)
        self._wait(words)

    def _wait(self, cause: str) -> None:
        self._backoff.failed()
        self.trouble = cause
        raise NotNow(cause)
