import hashlib
import hmac
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connections

from logging_core.automation.notifications import sending
from logging_core.automation.notifications.actions import notify, save_target, send_again, try_target
from logging_core.automation.notifications.models import Notification, NotificationTarget
from logging_core.automation.notifications.notice import Notice
from logging_core.automation.notifications.tasks import send_due_notifications
from logging_core.shared import clock
from logging_core.shared.announce import Actor
from logging_core.shared.errors import BadInput, Conflict, NotAllowed, NotFound
from logging_core.shared.models import Change
from tests.logging_core.automation.notifications.receiver import Receiver

ACTOR = Actor("rule x", via="task")


def target(
    kind: str = "mail", address: str = "bridge@example.org, lab@example.org", **other: Any
) -> NotificationTarget:
    sent = {"name": "bridge", "kind": kind, "address": address, **other}
    return save_target(actor=ACTOR, by=None, id=None, sent=sent)


def ask(to: NotificationTarget, once: str = "1", pause_s: int = 0, cause: str = "rule x") -> str:
    notice = Notice(
        cause, once, "On  bottom\r\nBcc: all@example.org", "It is on bottom.", {"event": {"id": "5a"}}, pause_s
    )
    return notify(actor=ACTOR, target_id=to.id, notice=notice)[0]


def the_only() -> Notification:
    return Notification.objects.get()


def test_a_mail_reaches_everybody_named_and_a_subject_is_one_line(db: None) -> None:
    ask(target())
    assert sending.send(the_only().pk)
    (message,) = mail.outbox
    assert message.to == ["bridge@example.org", "lab@example.org"]
    assert message.subject == "Sealog: On bottom Bcc: all@example.org"
    assert (the_only().state, the_only().attempts) == ("sent", 1)


def test_without_a_mail_server_it_is_given_up_at_once_and_says_why(db: None, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    ask(target())
    sending.send(the_only().pk)
    assert (the_only().state, the_only().problem) == ("failed", "mail is not set up: SEALOG_MAIL_HOST is empty")


def test_a_mail_server_that_is_away_is_tried_again(db: None, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    ask(target())
    assert not sending.send(the_only().pk)
    waiting = the_only()
    assert (waiting.state, waiting.attempts) == ("queued", 1)
    assert "mail server" in waiting.problem
    assert waiting.due_at > clock.now() + timedelta(seconds=8)


def test_a_webhook_is_signed_and_tells_everything(db: None, monkeypatch) -> None:
    monkeypatch.setenv("SEALOG_SECRET_BRIDGE", "of the bridge")
    with Receiver() as receiver:
        ask(target("webhook", receiver.url, secret_name="BRIDGE"))
        assert sending.send(the_only().pk)
    ((headers, body),) = receiver.got
    signature = hmac.new(b"of the bridge", body, hashlib.sha256).hexdigest()
    assert headers["x-sealog-signature"] == f"sha256={signature}"
    assert headers["x-sealog-notification"] == str(the_only().pk)
    told = json.loads(body)
    assert (told["text"], told["event"], told["at"]) == (
        "It is on bottom.",
        {"id": "5a"},
        clock.iso(the_only().made_at),
    )


def test_nothing_leaves_unsigned_when_the_secret_is_missing(db: None) -> None:
    with Receiver() as receiver:
        ask(target("webhook", receiver.url, secret_name="NOBODY_KNOWS"))
        sending.send(the_only().pk)
    assert receiver.got == []
    assert the_only().state == "failed"
    assert "SEALOG_SECRET_NOBODY_KNOWS" in the_only().problem


@pytest.mark.parametrize("answer", [302, 404, 500])
def test_what_is_not_taken_is_sent_again_with_longer_pauses(answer: int, db: None) -> None:
    with Receiver([answer, answer, 200]) as receiver:
        ask(target("webhook", receiver.url))
        pauses = []
        while not sending.send(the_only().pk):
            pauses.append(round((the_only().due_at - clock.now()).total_seconds()))
            Notification.objects.update(due_at=clock.now())
    assert (len(receiver.got), the_only().state, pauses) == (3, "sent", [10, 20])


def test_after_a_day_it_is_given_up(db: None) -> None:
    with Receiver([503]) as receiver:
        ask(target("webhook", receiver.url))
        Notification.objects.update(made_at=clock.now() - timedelta(hours=25))
        sending.send(the_only().pk)
    assert (the_only().state, the_only().problem) == ("failed", "it answered 503")


@pytest.mark.parametrize(
    "url",
    ["http://169.254.169.254/latest/meta-data", "http://[fe80::1]/x", "ftp://127.0.0.1/x", "http://8.8.8.8/", "x"],
)
def test_a_webhook_leads_nowhere_it_may_not(url: str, db: None) -> None:
    with pytest.raises(BadInput, match="address"):
        target("webhook", url)
    made = NotificationTarget.objects.create(name="old", kind="webhook", address=url)
    ask(made)
    sending.send(the_only().pk)
    assert the_only().state in ("failed", "queued")
    assert the_only().sent_at is None


def test_the_same_cause_is_stored_once(db: None) -> None:
    to = target()
    assert [ask(to), ask(to)] == ["done", "as it is"]
    assert Notification.objects.count() == 1


def test_a_rule_does_not_tell_more_often_than_it_may(db: None) -> None:
    to = target()
    assert [ask(to, "1", 60), ask(to, "2", 60), ask(to, "3", 60, cause="rule y")] == ["done", "held back", "done"]
    assert sorted(Notification.objects.values_list("state", flat=True)) == ["held", "queued", "queued"]
    Notification.objects.update(made_at=clock.now() - timedelta(seconds=61))
    assert ask(to, "4", 60) == "done"


def test_a_target_that_is_off_or_gone_is_told_nothing(db: None) -> None:
    to = target(enabled=False)
    assert ask(to) == "none"
    to.delete()
    assert ask(to) == "none"
    assert not Notification.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_workers_one_sends() -> None:
    """F10: the broker hands a task to two workers."""
    hold = threading.Event()
    with Receiver(hold=hold) as receiver:
        ask(target("webhook", receiver.url))

        def work() -> bool:
            try:
                return sending.send(the_only().pk)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(2) as pool:
            sent = [pool.submit(work) for _ in range(2)]
            hold.set()
            assert sorted(one.result() for one in sent) == [False, True]
    assert len(receiver.got) == 1


def test_what_a_killed_worker_left_is_sent_when_its_claim_ends(db: None) -> None:
    with Receiver() as receiver:
        ask(target("webhook", receiver.url))
        assert sending._claim(the_only().pk)  # and the worker dies
        send_due_notifications()
        assert receiver.got == []
        Notification.objects.update(due_at=clock.now())
        send_due_notifications()
    assert (len(receiver.got), the_only().state) == (1, "sent")


def test_one_that_was_given_up_can_be_sent_again(db: None, event_manager, logger) -> None:
    ask(target())
    Notification.objects.update(state="failed", made_at=clock.now() - timedelta(days=3), attempts=40)
    with pytest.raises(NotAllowed):
        send_again(actor=ACTOR, user=logger, number=the_only().pk)
    send_again(actor=ACTOR, user=event_manager, number=the_only().pk)
    assert sending.send(the_only().pk)
    with pytest.raises(NotFound):
        send_again(actor=ACTOR, user=event_manager, number=the_only().pk)


def test_admins_define_targets_and_nobody_else_sees_their_addresses(db: None, admin, cruise_manager) -> None:
    with pytest.raises(NotAllowed):
        save_target(
            actor=ACTOR, by=cruise_manager, id=None, sent={"name": "x", "kind": "mail", "address": "a@b.org"}
        )
    made = save_target(actor=ACTOR, by=admin, id=None, sent={"name": "x", "kind": "mail", "address": "a@b.org"})
    assert Change.objects.get(record_id=made.id).restricted
    with pytest.raises(Conflict):
        save_target(actor=ACTOR, by=admin, id=None, sent={"name": "x", "kind": "mail", "address": "a@b.org"})
    try_target(actor=ACTOR, by=admin, id=made.id)
    assert sending.send(the_only().pk)
    assert "tries whether notifications arrive" in mail.outbox[0].body


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "pigeon"},
        {"address": "nobody"},
        {"address": ""},
        {"address": "a@example.org\nBcc: b@example.org"},
        {"name": ""},
        {"kind": "webhook", "address": "http://127.0.0.1/", "secret_name": "a b"},
    ],
)
def test_targets_that_make_no_sense_are_refused(wrong: dict[str, Any], db: None) -> None:
    with pytest.raises(BadInput):
        target(**{"kind": "mail", "address": "a@example.org", **wrong})
