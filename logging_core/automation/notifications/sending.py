"""Sending one notification: claimed by a conditional update, tried again with growing pauses for a day."""

import logging
from datetime import timedelta

from django.db.models import F

from logging_core.automation.notifications.delivery import CannotDeliver, deliver
from logging_core.automation.notifications.models import Notification, NotificationState
from logging_core.shared import clock
from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import Refusal

log = logging.getLogger(__name__)
SERVICE = Actor("sealog", via="task")
CLAIM = timedelta(seconds=60)  # longer than a try may take; then another worker may try
FIRST_PAUSE_S, LONGEST_PAUSE_S = 10, 1800
GIVE_UP_AFTER = timedelta(days=1)
MOST_AT_ONCE = 50


def send(number: int) -> bool:
    """Try it once; whether it was sent now. What another worker has, or what is not due, is left alone."""
    notification = _claim(number)
    if notification is None:
        return False
    try:
        deliver(notification)
    except Refusal as refusal:
        _settle(notification, NotificationState.FAILED, refusal.message)
        return False
    except CannotDeliver as problem:
        _put_off(notification, str(problem))
        return False
    _settle(notification, NotificationState.SENT)
    return True


def due() -> list[int]:
    """Numbers of those whose time has come: put off, or left by a worker that was killed."""
    waiting = Notification.objects.filter(state=NotificationState.QUEUED, due_at__lte=clock.now())
    return list(waiting.order_by("due_at").values_list("pk", flat=True)[:MOST_AT_ONCE])


def _claim(number: int) -> Notification | None:
    now = clock.now()
    mine = Notification.objects.filter(pk=number, state=NotificationState.QUEUED, due_at__lte=now)
    if not mine.update(due_at=now + CLAIM, attempts=F("attempts") + 1):
        return None
    return Notification.objects.select_related("target").get(pk=number)


def _put_off(notification: Notification, problem: str) -> None:
    """10 s, 20 s, 40 s ... half an hour."""
    if clock.now() - notification.made_at > GIVE_UP_AFTER:
        _settle(notification, NotificationState.FAILED, problem)
        return
    pause = min(FIRST_PAUSE_S * 2 ** (notification.attempts - 1), LONGEST_PAUSE_S)
    log.warning("notification %s is tried again in %s s: %s", notification.pk, pause, problem)
    due_at = clock.now() + timedelta(seconds=pause)
    _tell(notification, state=NotificationState.QUEUED, problem=problem[:2000], due_at=due_at)


def _settle(notification: Notification, state: str, problem: str = "") -> None:
    sent_at = clock.now() if state == NotificationState.SENT else None
    _tell(notification, state=state, problem=problem[:2000], sent_at=sent_at)


def _tell(notification: Notification, **values: object) -> None:
    """Only while the claim is ours: a try that took too long does not undo what another one found."""
    with recorded(SERVICE) as changes:
        mine = Notification.objects.filter(pk=notification.pk, attempts=notification.attempts)
        if mine.filter(state=NotificationState.QUEUED).update(**values):
            after = {"id": str(notification.pk), "state": values["state"]}
            changes.add("notification", "update", str(notification.pk), after=after)
