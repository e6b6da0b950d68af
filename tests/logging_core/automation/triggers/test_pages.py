"""The forms of triggers."""

import time
from typing import Any

import pytest

from logging_core.automation.triggers.models import Trigger
from logging_core.automation.triggers.tasks import look_at_triggers
from logging_core.events.models import Event
from logging_core.streams.ingest import Ingest
from tests.logging_core.streams.conftest import ingest  # noqa: F401
from tests.logging_core.streams.samples import record
from tests.people import As

EMPTY = {
    "id": "", "name": "deep", "kind": "threshold", "enabled": "on", "act": "save", "stream": "", "limit": "above",
    "low": "", "high": "", "hysteresis": "0", "latitude": "", "longitude": "", "crossing": "enter",
    "shape": "circle",
    "latitude_deg": "", "longitude_deg": "", "radius": "", "corners": "", "margin": "0", "lasting_s": "0",
    "event_value": "DEPTH", "free_text": "{value}", "option_name": ["what", ""], "option_value": ["deep", ""],
    "target": "", "text": "", "pause_s": "60", "hours": "1",
}  # fmt: skip
FENCE = {"kind": "geofence", "latitude": "Lat", "longitude": "Lon", "margin": "50"}


@pytest.mark.parametrize(
    ("typed", "setting"),
    [
        (
            {"stream": "Depth", "high": "100.5", "hysteresis": "2"},
            {"stream": "Depth", "when": "above", "low": None, "high": 100.5, "hysteresis": 2.0, "lasting_s": 0.0},
        ),
        (
            {"stream": "Depth", "limit": "outside", "low": "-1", "high": "1", "lasting_s": "3"},
            {"stream": "Depth", "when": "outside", "low": -1.0, "high": 1.0, "hysteresis": 0.0, "lasting_s": 3.0},
        ),
        ({"kind": "silence", "stream": "Depth", "lasting_s": "60"}, {"stream": "Depth", "lasting_s": 60.0}),
        (
            {**FENCE, "latitude_deg": "38.5", "longitude_deg": "-31.7", "radius": "500"},
            {
                "latitude": "Lat", "longitude": "Lon", "when": "enter", "margin": 50.0, "lasting_s": 0.0,
                "area": {"latitude": 38.5, "longitude": -31.7, "radius": 500.0},
            },
        ),
        (
            {**FENCE, "shape": "polygon", "corners": "0, 0\r\n0 1\r\n\r\n1,1\r\n"},
            {
                "latitude": "Lat", "longitude": "Lon", "when": "enter", "margin": 50.0, "lasting_s": 0.0,
                "area": {"corners": [[0.0, 0.0], [0.0, 1.0], [1.0, 1.0]]},
            },
        ),
    ],
)  # fmt: skip
def test_each_kind_is_stored_and_shown_again(typed: dict, setting: dict, as_: As, event_manager) -> None:
    page = as_(event_manager)
    assert page.submit("/automation/triggers/write", **EMPTY | typed).status_code == 302
    trigger = Trigger.objects.get()
    assert trigger.setting == setting
    assert trigger.event["options"] == [{"event_option_name": "what", "event_option_value": "deep"}]
    assert page.get(f"/automation/triggers/{trigger.id}").status_code == 200
    assert "deep" in page.get("/automation/triggers/list").content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"stream": "Depth", "high": "deep"}, "high"),
        ({"stream": "Depth"}, "high"),
        ({**FENCE, "shape": "polygon", "corners": "0, 0\n1, one\n2, 2"}, "1, one"),
        ({**FENCE, "latitude_deg": "99", "longitude_deg": "0", "radius": "5"}, "latitude"),
        ({"stream": "Depth", "high": "5", "event_value": ""}, "event or send"),
        ({"kind": "mood"}, "kind"),
        ({"stream": "Depth", "high": "5", "act": "try"}, "no value of Depth has come yet"),
    ],
)
def test_what_is_wrong_is_said(typed: dict[str, Any], said: str, as_: As, admin) -> None:
    answer = as_(admin).submit("/automation/triggers/write", **EMPTY | typed)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not Trigger.objects.exists()


def test_the_test_and_the_list_show_values(as_: As, admin, ingest: Ingest) -> None:  # noqa: F811
    now = time.time()
    for second, depth in enumerate((50.0, 150.0, 50.0)):
        ingest.store([record(now - 10 + second, Depth=depth)])
    typed = EMPTY | {"stream": "Depth", "high": "100"}
    page = as_(admin)
    html = page.submit("/automation/triggers/write", **typed | {"act": "try"}).content.decode()
    assert 'data-testid="tried-count">1 time<' in html
    page.submit("/automation/triggers/write", **typed)
    look_at_triggers()
    assert ">50<" in page.get("/automation/triggers/list").content.decode()
    assert not Event.objects.exists()
