"""Which Chromium is driven, and how it is started."""

import os
import shutil

from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HOW_TO = (
    "Chromium is missing, so the pages can not be proven. "
    "Debian, Ubuntu: apt-get install chromium fonts-dejavu-core. "
    "Or name a binary: SEALOG_CHROMIUM=/path/to/chrome."
)


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=_binary(), args=list(FLAGS))


def _binary() -> str:
    """A missing browser fails the tests: a page that nobody looked at is not proven."""
    wanted = os.environ.get("SEALOG_CHROMIUM")
    found = next((path for name in ([wanted] if wanted else NAMES) if (path := shutil.which(name))), None)
    assert found, HOW_TO
    return found
