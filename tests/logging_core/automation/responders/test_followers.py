"""Programs that hear of new and changed cruises and lowerings."""

from typing import Any

import pytest

from logging_core.automation.notifications.models import Notification, NotificationTarget
from logging_core.automation.responders.followers import handle
from logging_core.shared import clock
from logging_core.shared.announce import Actor
from logging_core.shared.models import Change
from logging_core.voyages.actions import save_voyage
from logging_core.voyages.models import Cruise, Lowering

pytestmark = pytest.mark.django_db
ID = "5981f167212b348aed7fb9f5"
START = clock.parse("2026-05-01T12:00:00Z")


@pytest.fixture(autouse=True)
def targets(settings: Any) -> None:
    settings.RESPONDERS = ("shore",)
    for name in ("shore", "somebody else"):
        NotificationTarget.objects.create(name=name, kind="webhook", address="http://127.0.0.1:9/")


def save(model: type = Cruise, **values: Any) -> None:
    save_voyage(actor=Actor("ana"), model=model, id=ID, values={"name": "C1", "start_ts": START, **values})


def told() -> list[Notification]:
    handle(list(Change.objects.filter(kind__in=("cruise", "lowering")).order_by("seq")))
    return list(Notification.objects.order_by("pk"))


def test_who_is_named_hears_of_each_new_and_changed_record_once() -> None:
    save()
    save(location="Kane FZ")
    told()
    new, changed = told()
    assert (new.target_name, new.subject, new.text) == ("shore", "Cruise C1 is new", "Cruise C1 is new, by ana.")
    assert (changed.subject, changed.about["verb"]) == ("Cruise C1 has changed", "update")
    assert changed.about["record"]["cruise_location"] == "Kane FZ"
    assert changed.about["record"]["stop_ts"] == "2199-12-31T23:59:59.999Z"


def test_lowerings_too() -> None:
    save(Lowering)
    (one,) = told()
    assert (one.about["kind"], one.about["record"]["lowering_id"]) == ("lowering", "C1")


def test_what_is_hidden_is_told_to_nobody() -> None:
    save(hidden=True)
    assert told() == []


def test_without_a_name_nobody_hears(settings: Any) -> None:
    settings.RESPONDERS = ()
    save()
    assert told() == []
