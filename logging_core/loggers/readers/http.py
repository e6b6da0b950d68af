"""HTTPReader: asks an address again and again."""

import json
import time
import urllib.error
import urllib.parse
import urllib.request

from logging_core.loggers.base.component import PATIENCE, Reader, Record

LARGEST_ANSWER = 16 * 1024 * 1024


class HTTPReader(Reader):
    """The body of the answer to a GET, or to a POST with `payload` as JSON, every `interval` seconds.

    A request that fails or is answered with 400 and above is counted, and asked again at the next interval. Blocks
    for `timeout` seconds at most.
    """

    def __init__(
        self,
        url: str,
        method: str = "get",
        headers: dict | None = None,
        payload: dict | list | None = None,
        interval: float = 5.0,
        timeout: float = 2.0,
    ) -> None:
        super().__init__()
        if urllib.parse.urlsplit(url).scheme not in ("http", "https"):
            raise ValueError("url: expected an address that begins with http:// or https://")
        if method.lower() not in ("get", "post"):
            raise ValueError(f'method: expected "get" or "post", found "{method}"')
        if payload is not None and method.lower() != "post":
            raise ValueError("payload: only a post has one")
        body = None if payload is None else json.dumps(payload).encode()
        self._request = urllib.request.Request(  # noqa: S310 - the scheme was checked
            url, body, {"Content-Type": "application/json"} if body else {}, method=method.upper()
        )
        for name, value in (headers or {}).items():
            self._request.add_header(str(name), str(value))
        self.interval = interval
        self.timeout = timeout
        self._due = 0.0

    def read(self) -> Record:
        wait = self._due - time.monotonic()
        if wait > 0:
            time.sleep(min(wait, PATIENCE))
            return None
        self._due = time.monotonic() + self.interval
        try:
            with urllib.request.urlopen(self._request, timeout=self.timeout) as answer:  # noqa: S310 - as above
                body = answer.read(LARGEST_ANSWER)
            self.trouble = None
            return self.record_of(body) or None
        except (OSError, ValueError, urllib.error.HTTPError) as trouble:
            self.trouble = str(trouble)
            self.tally.add("request failed", trouble)
            return None
