"""What is to be told, and the part of a rule or trigger that says to whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from logging_core.automation.notifications.models import NotificationTarget
from logging_core.shared.errors import wrong
from logging_core.shared.text import checked_text

USUAL_PAUSE_S, LONGEST_PAUSE_S = 60, 86_400


@dataclass(frozen=True)
class Notice:
    """`once` is the same for the same thing; a cause is told at most once in `pause_s` seconds."""

    cause: str
    once: str
    subject: str
    text: str
    about: dict[str, Any] = field(default_factory=dict)
    pause_s: int = 0


def checked_notice(sent: Mapping[str, Any]) -> dict[str, Any]:
    """`{"target", "text", "pause_s"}` in its stored form. Raises BadInput."""
    target = sent.get("target")
    if not NotificationTarget.objects.filter(id=target).exists():
        raise wrong("target", "must be one of the targets of notifications")
    pause = sent.get("pause_s", USUAL_PAUSE_S)
    if not isinstance(pause, int) or not 0 <= pause <= LONGEST_PAUSE_S:
        raise wrong("pause_s", f"must be a whole number of seconds from 0 to {LONGEST_PAUSE_S}")
    text = checked_text(sent.get("text", ""), "text", longest=2000)
    return {"target": target, "text": text, "pause_s": pause}


def notice_words(notice: Mapping[str, Any]) -> str:
    name = NotificationTarget.objects.filter(id=notice["target"]).values_list("name", flat=True).first()
    return f"Notification to {name or 'a target that is gone'}"
