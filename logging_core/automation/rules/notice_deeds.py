"""Telling people about an event."""

from logging_core.automation.notifications.actions import notify
from logging_core.automation.notifications.notice import Notice, checked_notice, notice_words
from logging_core.automation.rules.deed import Deed, DeedKind, Doing, Outcome
from logging_core.shared import clock


def _tell(deed: Deed, doing: Doing) -> Outcome:
    seen = doing.seen
    notice = Notice(
        cause=f"rule {doing.rule_id}",
        once=f"rule {doing.rule_id} {seen.id} {seen.version} {deed['target']}",
        subject=f"{seen.value} at {clock.iso(seen.ts)}",
        text=deed["text"] or f"{doing.rule_name}: {seen.value}, logged by {seen.author} at {clock.iso(seen.ts)}.",
        about={"rule": doing.rule_name, "event": {"id": seen.id, **seen.record()}},
        pause_s=deed["pause_s"],
    )
    return Outcome(*notify(actor=doing.actor, target_id=deed["target"], notice=notice))


NOTICE_DEEDS = {"notify": DeedKind("Send a notification", checked_notice, notice_words, _tell, everywhere=True)}
