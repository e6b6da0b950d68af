"""Tells the targets of notifications that the setting SEALOG_RESPONDERS names."""

from django.conf import settings

from logging_core.automation.following.registry import follower
from logging_core.automation.notifications.actions import notify
from logging_core.automation.notifications.models import NotificationTarget
from logging_core.automation.notifications.notice import Notice
from logging_core.exchange.as_sealog.shapes import voyage_of_record
from logging_core.shared import clock
from logging_core.shared.announce import Actor
from logging_core.shared.models import Change

SERVICE = Actor("sealog", via="task")
WORDS = {"create": "is new", "update": "has changed"}


@follower("responders", kinds=("cruise", "lowering"))
def handle(changes: list[Change]) -> None:
    """A change that comes again finds its messages made. Hidden records are told to nobody outside."""
    targets = list(NotificationTarget.objects.filter(name__in=settings.RESPONDERS)) if settings.RESPONDERS else []
    for change in changes:
        if change.verb in WORDS and not change.restricted:
            for target in targets:
                notify(actor=SERVICE, target_id=target.id, notice=_notice(change, target))


def _notice(change: Change, target: NotificationTarget) -> Notice:
    """With the record as `newCruises`, `updateLowerings` ... of existing servers give it."""
    record = voyage_of_record(change.kind, change.after or {})
    subject = f"{change.kind.title()} {record[f'{change.kind}_id']} {WORDS[change.verb]}"
    return Notice(
        cause=f"responder {change.kind} {change.record_id}",
        once=f"responder {change.record_id} {clock.iso(change.at)} {change.seq} {target.id}",
        subject=subject,
        text=f"{subject}, by {change.actor}.",
        about={"kind": change.kind, "verb": change.verb, "record": record},
    )
