"""FDSN web services: dataselect 1 for data, availability 1 for what there is, open or with a password or token."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from monitoring.completion.sources import availability_text
from monitoring.completion.sources.kind import Capabilities, NoInventory
from monitoring.completion.sources.parameters import Parameter, secret, secret_name, text
from monitoring.completion.sources.selection import Selection, in_two, postfile
from monitoring.completion.sources.sink import Sink
from monitoring.web import guard
from monitoring.web.client import Answer, asking, fetch_text
from monitoring.web.limits import Limits
from monitoring.web.trouble import Outcome, Trouble, permanent, temporary
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.spans import Span

BUSY = {408, 425, 429}
AVAILABILITY = ("fdsnws/availability/1", "fdsnws/ext/availability/1")  # the second is SeisComP's
SHORTEST_NS = 60_000_000_000  # a question for less is not split any further


def address(value: Any) -> str:
    """A bare host is asked over https."""
    url = text(value).rstrip("/")
    url = url if "://" in url else f"https://{url}"
    try:
        return guard.check_url(url)
    except Trouble as problem:
        raise ValueError(problem.message) from None


class FdsnWs:
    """A data centre."""

    CAPABILITIES = Capabilities(availability=True, restricted=True, together=True)
    PARAMETERS = (
        Parameter("url", address, "Address of the data centre", "https://service.iris.edu", required=True),
        Parameter("user", text, "Name for restricted data"),
        Parameter("secret", secret_name, "Its password is SEALOG_SOURCE_SECRET_<this> in the environment"),
        Parameter("token", secret_name, "EIDA token: SEALOG_SOURCE_SECRET_<this> in the environment"),
    )

    def __init__(self, parameters: dict[str, Any]) -> None:
        self._url: str = parameters["url"]
        self._user: str | None = parameters["user"]
        self._secret: str | None = parameters["secret"]
        self._token: str | None = parameters["token"]

    def probe(self, limits: Limits) -> str:
        status, told = fetch_text(f"{self._url}/fdsnws/dataselect/1/version", limits)
        if status != 200:
            raise of_status(status, told[:200], None)
        return f"dataselect {told.strip()[:20]}"

    def availability(self, selections: list[Selection], limits: Limits) -> Iterator[tuple[Nslc, Span]]:
        body = f"merge=quality,samplerate\nformat=text\n{postfile(selections)}".encode()
        for service in AVAILABILITY:
            status, told = fetch_text(f"{self._url}/{service}/query", limits, body)
            if status == 204:
                return iter(())
            if status == 200:
                return availability_text.read(told)
            if status not in (404, 405, 501):
                raise of_status(status, told[:200], None)
        raise NoInventory

    def fetch(self, selections: list[Selection], sink: Sink, folder: Path) -> None:
        url, auth = self._place(sink.limits)
        self._ask(url, auth, selections, sink)

    def _place(self, limits: Limits) -> tuple[str, httpx.Auth | None]:
        service = f"{self._url}/fdsnws/dataselect/1"
        if self._token:
            return f"{service}/queryauth", _with_token(service, secret(self._token), limits)
        if self._user and self._secret:
            return f"{service}/queryauth", httpx.DigestAuth(self._user, secret(self._secret))
        return f"{service}/query", None

    def _ask(self, url: str, auth: httpx.Auth | None, batch: list[Selection], sink: Sink) -> None:
        """One question; an answer that would be too large is asked for in halves."""
        with asking("POST", url, sink.limits, body=postfile(batch).encode(), auth=auth) as answer:
            if answer.status == 200:
                for chunk in answer.chunks:
                    sink.write(chunk)
                return
            if answer.status == 204:
                return
            if answer.status != 413 or not _divisible(batch):
                raise of_answer(answer)
        for half in in_two(batch):
            self._ask(url, auth, half, sink)


def _divisible(batch: list[Selection]) -> bool:
    return len(batch) > 1 or batch[0].end_ns - batch[0].start_ns > SHORTEST_NS


def _with_token(service: str, token: str, limits: Limits) -> httpx.Auth:
    """EIDA's way: the token is handed in for a name and a password."""
    if not service.startswith("https://"):
        raise permanent("bad_parameters", "a token is only sent over https")
    status, told = fetch_text(f"{service}/auth", limits, token.encode())
    user, colon, password = told.strip().partition(":")
    if status != 200 or not colon:
        raise permanent("refused", f"the token was not taken (status {status})")
    return httpx.DigestAuth(user, password)


def of_answer(answer: Answer) -> Trouble:
    return of_status(answer.status, answer.text(), answer.retry_after)


def of_status(status: int, told: str, retry_after: float | None) -> Trouble:
    """What a status other than 200 and 204 means."""
    words = f"status {status}: {told}" if told else f"status {status}"
    if status in BUSY or status >= 500:
        return temporary("busy" if status in (429, 503) else "server_error", words, retry_after)
    if status in (401, 403):
        return Trouble(Outcome.PERMANENT, "refused", words)
    return permanent("bad_request" if status == 400 else "not_served", words)
