"""What is done with targets, and how a notification is asked for."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction

from logging_core.automation.notifications import rules
from logging_core.automation.notifications.models import Notification, NotificationState, NotificationTarget
from logging_core.automation.notifications.notice import Notice
from logging_core.automation.notifications.posting import send_soon
from logging_core.shared import clock, permissions
from logging_core.shared.announce import Actor, Changes, recorded
from logging_core.shared.errors import Conflict, NotAllowed, NotFound
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
    if not permissions.may_correct(user):
        raise NotAllowed("Only admins, cruise managers and event managers may do this.")
    with recorded(actor) as changes:
        now = clock.now()
        again = Notification.objects.filter(pk=number, target__isnull=False).exclude(state=NotificationState.SENT)
        if not again.update(state=NotificationState.QUEUED, due_at=now, made_at=now, attempts=0, problem=""):
            raise NotFound("There is no such notification that could be sent again.")
        changes.add("notification", "again", str(number), after={"id": str(number), "state": "queued"})
        transaction.on_commit(lambda: send_soon(number))


# --- targets --------------------------------------------------------------------------------------------------


def check_may_define(by: By) -> None:
    if by is not None and not permissions.is_admin(by):
        raise NotAllowed("Only admins may do this.")


def save_target(*, actor: Actor, by: By, id: str | None, sent: dict[str, Any]) -> NotificationTarget:
    """Make a target (id None) or change one."""
    check_may_define(by)
    values = rules.checked_target(sent)
    with recorded(actor) as changes:
        target = _locked(id) if id else NotificationTarget()
        before = target.record() if id else None
        for name, value in values.items():
            setattr(target, name, value)
        if before == target.record():
            return target
        target.version += 1 if id else 0
        _store(target)
        verb = "update" if id else "create"
        _journal(changes, verb, target, before, target.record())
    return target


def delete_target(*, actor: Actor, by: By, id: str) -> None:
    """What was sent to it stays in the log; what waits is not sent any more."""
    check_may_define(by)
    with recorded(actor) as changes:
        target = _locked(id)
        waiting = Notification.objects.filter(target=target, state=NotificationState.QUEUED)
        waiting.update(state=NotificationState.FAILED, problem="the target was removed")
        _journal(changes, "delete", target, target.record(), None)
        target.delete()


def try_target(*, actor: Actor, by: By, id: str) -> None:
    """Send a message that says that it is a test."""
    check_may_define(by)
    with recorded(actor):
        target = _locked(id)
        text = f"{actor.name} tries whether notifications arrive here."
        notice = Notice(f"test {id}", f"test {new_id()}", f"Test of {target.name}", text, {"test": True})
        notify(actor=actor, target_id=id, notice=notice)


def _journal(changes: Changes, verb: str, target: NotificationTarget, before: Any, after: Any) -> None:
    """Addresses are for admins."""
    version = target.version
    changes.add("target", verb, target.id, before=before, after=after, version=version, restricted=True)


def _locked(id: str) -> NotificationTarget:
    target = NotificationTarget.objects.select_for_update().filter(id=id).first()
    if target is None:
        raise NotFound("There is no such target.")
    return target


def _store(target: NotificationTarget) -> None:
    try:
        with transaction.atomic():
            target.save()
    except IntegrityError as problem:
        raise Conflict("Another target has this name.", fields={"name": "is taken"}) from problem
