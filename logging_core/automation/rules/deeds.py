"""Every kind of deed by its name."""

from typing import Any

from logging_core.automation.rules.deed import Deed, DeedKind
from logging_core.automation.rules.notice_deeds import NOTICE_DEEDS
from logging_core.automation.rules.switch_deeds import SWITCH_DEEDS
from logging_core.automation.rules.voyage_deeds import VOYAGE_DEEDS
from logging_core.shared.errors import wrong

KINDS: dict[str, DeedKind] = VOYAGE_DEEDS | SWITCH_DEEDS | NOTICE_DEEDS


def checked(sent: Any) -> Deed:
    """A deed in its stored form. Raises BadInput."""
    kind = sent.get("do") if isinstance(sent, dict) else None
    if kind not in KINDS:
        raise wrong("do", f"must be one of {', '.join(KINDS)}")
    return {"do": kind, **KINDS[kind].check(sent)}


def in_words(deed: Deed) -> str:
    return KINDS[deed["do"]].words(deed)
