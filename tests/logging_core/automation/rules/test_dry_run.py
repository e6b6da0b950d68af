from datetime import timedelta
from typing import Any

import pytest

from logging_core.automation.models import ASNAP_STATUS, CustomVariable
from logging_core.automation.rules.actions import checked_rule
from logging_core.automation.rules.dry_run import try_out
from logging_core.automation.rules.models import Rule, RuleFiring
from logging_core.shared import clock, feed
from tests.logging_core.automation.rules.conftest import milestone

DAY = timedelta(days=1)


def rule(*deeds: dict[str, Any], answer: str = "On bottom") -> Rule:
    conditions = [{"name": "milestone", "value": answer}]
    return Rule(
        **checked_rule({"name": "a try", "event_value": "VEHICLE", "conditions": conditions, "deeds": list(deeds)})
    )


SET = {"do": "milestone", "of": "lowering", "name": "lowering_on_bottom"}


def test_it_tells_what_would_change_and_changes_nothing(log, dive) -> None:
    old = log("VEHICLE", milestone("On bottom"), ts=clock.now() - timedelta(hours=2))
    log("VEHICLE", milestone("Off bottom"))
    log("FISH", milestone("On bottom"))
    head, stored = feed.head(), dive.meta
    tried = try_out(rule(SET, {"do": "asnap", "on": True}), clock.now() - DAY, clock.now())
    assert [trial.seen.id for trial in tried.trials] == [old.id]
    assert [outcome["result"] for outcome in tried.trials[0].outcomes] == ["done", "done"]
    assert clock.iso(old.ts) in tried.trials[0].outcomes[0]["said"]
    assert (tried.looked_at, tried.more) == (2, False)
    dive.refresh_from_db()
    assert (dive.meta, feed.head()) == (stored, head)
    assert CustomVariable.objects.get(name=ASNAP_STATUS).value == "Off"
    assert not RuleFiring.objects.exists()


def test_each_event_finds_what_the_one_before_it_changed(log, dive) -> None:
    for hours in (3, 2):
        log("VEHICLE", milestone("On bottom"), ts=clock.now() - timedelta(hours=hours))
    tried = try_out(rule(SET), clock.now() - DAY, clock.now())
    assert [trial.outcomes[0]["result"] for trial in tried.trials] == ["done", "kept"]


def test_nobody_is_told_of_a_dry_run(log, dive, django_capture_on_commit_callbacks) -> None:
    from logging_core.automation.notifications.models import Notification, NotificationTarget

    target = NotificationTarget.objects.create(name="bridge", kind="mail", address="bridge@example.org")
    log("VEHICLE", milestone("On bottom"))
    with django_capture_on_commit_callbacks() as callbacks:
        tried = try_out(
            rule({"do": "notify", "target": target.id, "text": "x"}), clock.now() - DAY, clock.now() + DAY
        )
    assert tried.trials[0].outcomes[0]["result"] == "done"
    assert (callbacks, Notification.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    "deed", [{"do": "logger_mode", "mode": "x"}, {"do": "variable", "name": "x", "value": ""}]
)
def test_what_could_not_be_done_is_told(deed: dict[str, Any], log, dive) -> None:
    log("VEHICLE", milestone("On bottom"))
    tried = try_out(rule(deed), clock.now() - DAY, clock.now() + DAY)
    assert tried.trials[0].outcomes[0]["result"] == "failed"
