"""What is done with targets, and how a notification is asked for."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from logging_core.automation.notifications import rules
from logging_core.automation.notifications.models import Notification, NotificationState, NotificationTarget
from logging_core.automation.notifications.notice import Notice
from logging_core.automation.notifications.posting import send_soon
from logging_core.shared import clock, definitions, permissions
from logging_core.shared.announce import Actor, Changes, recorded
from logging_core.shared.errors import NotAllowed, NotFound
from logging_core.shared.ids import new_id

By = permissions.Person | None  # None is the product itself


def notify(*, actor: Actor, target_id: str, notice: Notice) -> tuple[str, str]:
    """Store a message, to be sent after the commit; (what came of it, in words). The same `once` stores one."""
    with recorded(actor) as changes:
        target = NotificationTarget.objects.select_for_update().filter(id=target_id).first()
        if target is None or not target.enabled:
            return "none", f"{target or 'the target'} is {'off' if target else 'gone'}"
        too_soon = _told_lately(target, notice)
        made, is_new = Notification.objects.get_or_create(once=notice.once, defaults=_fields(target, notice))
        if not is_new:
            return "as it is", f"{target} was told already"
        if too_soon:
            Notification.objects.filter(pk=made.pk).update(state=NotificationState.HELD)
            _tell_pages(changes, made, NotificationState.HELD)
            return "held back", f"{target} was told less than {notice.pause_s} s before"
        _tell_pages(changes, made, NotificationState.QUEUED)
        transaction.on_commit(lambda: send_soon(made.pk))
    return "done", f"{target} is told"


def _fields(target: NotificationTarget, notice: Notice) -> dict[str, Any]:
    return {
        "target": target,
        "target_name": target.name,
        "cause": notice.cause,
        "subject": " ".join(notice.subject.split())[:200],
        "text": notice.text,
        "about": notice.about,
    }


def _told_lately(target: NotificationTarget, notice: Notice) -> bool:
    """Of one cause, to one target: what was held back does not count."""
    since = clock.now() - timedelta(seconds=notice.pause_s)
    told = Notification.objects.filter(target=target, cause=notice.cause, made_at__gt=since)
    return told.exclude(state=NotificationState.HELD).exclude(once=notice.once).exists()


def _tell_pages(changes: Changes, made: Notification, state: str) -> None:
    changes.add("notification", "create", str(made.pk), after={"id": str(made.pk), "state": state})


def send_again(*, actor: Actor, user: Any, number: int) -> None:
    """One that was given up or held back is tried anew."""
    permissions.require_may_correct(user)
    with recorded(actor) as changes:
        now = clock.now()
        again = Notification.objects.filter(pk=number, target__isnull=False).exclude(state=NotificationState.SENT)
        if not again.update(state=NotificationState.QUEUED, due_at=now, made_at=now, attempts=0, problem=""):
            raise NotFound("There is no such notification that could be sent again.")
        changes.add("notification", "again", str(number), after={"id": str(number), "state": "queued"})
        transaction.on_commit(lambda: send_soon(number))


# --- targets --------------------------------------------------------------------------------------------------


def save_target(*, actor: Actor, by: By, id: str | None, sent: dict[str, Any]) -> NotificationTarget:
    """Make a target (id None) or change one."""
    _require_admin(by)
    return definitions.write(actor, NotificationTarget, id, rules.checked_target(sent))


def delete_target(*, actor: Actor, by: By, id: str) -> None:
    """What was sent to it stays in the log; what waits is not sent any more."""
    _require_admin(by)
    definitions.remove(actor, NotificationTarget, id, _give_up_waiting)


def _give_up_waiting(target: NotificationTarget) -> None:
    waiting = Notification.objects.filter(target=target, state=NotificationState.QUEUED)
    waiting.update(state=NotificationState.FAILED, problem="the target was removed")


def try_target(*, actor: Actor, by: By, id: str) -> None:
    """Send a message that says that it is a test."""
    _require_admin(by)
    with recorded(actor):
        target = definitions.locked(NotificationTarget, id)
        text = f"{actor.name} tries whether notifications arrive here."
        notice = Notice(f"test {id}", f"test {new_id()}", f"Test of {target.name}", text, {"test": True})
        notify(actor=actor, target_id=id, notice=notice)


def _require_admin(by: By) -> None:
    if by is not None and not permissions.is_admin(by):
        raise NotAllowed("Only admins may do this.")
