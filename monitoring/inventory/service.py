"""The text answer of an FDSN station service: channels that are open now."""

from collections.abc import Iterable
from urllib.parse import urlencode

from logging_core.shared import clock
from logging_core.shared.errors import BadInput, wrong
from monitoring.web.client import fetch_text
from monitoring.web.limits import Limits
from monitoring.web.trouble import Trouble
from qualitycontrol.archive.nslc import PATTERNS

MOST_BYTES, MOST_SECONDS = 100_000_000, 300.0


def channels(url: str, networks: Iterable[str]) -> str:
    """level=channel, format=text, of these networks. Raises BadInput with what the service said."""
    names = [name.strip().upper() for name in networks if name.strip()]
    if not names or not all(PATTERNS["network"].fullmatch(name) for name in names):
        raise wrong("networks", "must be network codes, parted by commas")
    now = clock.now().strftime("%Y-%m-%dT%H:%M:%S")
    asked = {"network": ",".join(names), "level": "channel", "format": "text", "startbefore": now, "endafter": now}
    base = (url if "://" in url else f"https://{url}").rstrip("/")
    try:
        status, told = fetch_text(
            f"{base}/fdsnws/station/1/query?{urlencode(asked)}", Limits(MOST_BYTES, MOST_SECONDS)
        )
    except Trouble as problem:
        raise BadInput(problem.message, {"url": problem.message}) from None
    if status in (204, 404):
        raise wrong("networks", f"{base} knows no open channel of {', '.join(names)}")
    if status != 200:
        raise wrong("url", f"answered with status {status}: {told[:200]}")
    return told
