"""The calls of the scripts that come with existing servers, in their very form.

One header only, bodies as JSON text without a content type, `False` for false; times are read in one fixed form.
"""

import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tests.compat.development_data import AUX_DATA, CRUISE, EVENTS, LOWERING, TEMPLATES
from tests.compat.site import API, Site

FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"
ASNAP = "59810167212b348aed7fa9f5"


def read(time: str) -> datetime:
    return datetime.strptime(time, FORMAT).replace(tzinfo=UTC)


def call(site: Site, method: str, address: str, body: Any = None) -> httpx.Response:
    request = httpx.Request(
        method,
        f"{site.url}{API}/{address}",
        headers={"Authorization": f"Bearer {site.admin.token}"},
        content=None if body is None else json.dumps(body).encode(),
    )
    assert "Content-Type" not in request.headers
    with httpx.Client() as client:
        return client.send(request)


@pytest.mark.parametrize(
    "address",
    [
        "cruises?format=json",
        f"cruises/{CRUISE}?format=json",
        "cruises?cruise_id=AT37-14",
        f"cruises/bylowering/{LOWERING}?format=json",
        f"cruises/byevent/{EVENTS[0]}?format=json",
        "lowerings?format=json",
        f"lowerings/bycruise/{CRUISE}?format=json",
        f"lowerings/{LOWERING}?format=json",
        "lowerings?lowering_id=4928&format=json",
        f"lowerings/byevent/{EVENTS[0]}",
        f"events/{EVENTS[0]}?format=json&add_record_ids=False",
        "events?format=json&add_record_ids=False",
        "events?format=json&add_record_ids=True&value=FISH&value=!CORAL",
        f"events/bycruise/{CRUISE}?format=json&add_record_ids=False",
        f"events/bylowering/{LOWERING}?format=json&add_record_ids=False&value=FISH",
        f"event_aux_data/bycruise/{CRUISE}?datasource=framegrabber&limit=2",
        f"event_aux_data/bylowering/{LOWERING}?datasource=framegrabber&datasource=customgrabber",
        f"event_exports/{EVENTS[1]}?format=json&add_record_ids=False",
        "event_exports?format=json&add_record_ids=False",
        f"event_exports/bycruise/{CRUISE}?format=json",
        f"event_exports/bylowering/{LOWERING}?format=json",
        "event_templates",
        f"event_templates/{TEMPLATES[0]}",
        f"custom_vars/{ASNAP}",
        "custom_vars?name=asnapStatus",
    ],
)
def test_scripts_read(site: Site, address: str) -> None:
    answer = call(site, "GET", address)
    assert answer.status_code == 200
    found = answer.json()
    for record in found if isinstance(found, list) else [found]:
        for name in {"ts", "start_ts", "stop_ts"} & record.keys():
            assert read(record[name])


@pytest.mark.parametrize(
    "address", ["cruises", f"events/bycruise/{CRUISE}", "event_exports", f"lowerings/bycruise/{CRUISE}"]
)
def test_scripts_read_csv(site: Site, address: str) -> None:
    answer = call(site, "GET", f"{address}?format=csv")
    assert answer.text.startswith('"id",')


def test_scripts_write(site: Site) -> None:
    aux = {"event_id": EVENTS[0], "data_source": "ctd", "data_array": [{"data_name": "t", "data_value": "4.1"}]}
    made = call(site, "POST", "event_aux_data", aux)
    assert made.status_code == 201
    assert call(site, "POST", "event_aux_data", aux).status_code == 204
    assert call(site, "DELETE", f"event_aux_data/{AUX_DATA[0]}").status_code == 204
    assert call(site, "PATCH", f"custom_vars/{ASNAP}", {"custom_var_value": "On"}).status_code == 204
    stats = {
        "lowering_additional_meta": {"stats": {"max_depth": 12.5, "bounding_box": [1, 2, 3, 4]}, "milestones": {}}
    }
    assert call(site, "PATCH", f"lowerings/{LOWERING}", stats).status_code == 204
    assert call(site, "DELETE", f"events/{EVENTS[0]}").status_code == 204


def test_frame_grabs_come_as_pairs_in_their_order(site: Site) -> None:
    pictures = call(site, "GET", f"event_aux_data/bylowering/{LOWERING}?datasource=framegrabber").json()
    assert [element["data_name"] for element in pictures[-1]["data_array"]] == ["camera_name", "filename"] * 4


def test_a_sensor_logger_writes_events(site: Site) -> None:
    """It asks for `restricted` first, then wants exactly a 201; numbers may come as answers."""
    headers = {"Authorization": f"Bearer {site.guest.token}", "Content-Type": "application/json"}
    assert httpx.get(f"{site.url}/sealog-server/restricted", headers=headers).status_code == 200
    body = {
        "event_value": "FROM_OPENRVDAS",
        "event_author": "OpenRVDAS",
        "ts": "2026-03-24T10:00:00.123456Z",
        "event_free_text": "",
        "event_options": [{"event_option_name": "depth", "event_option_value": 12.5}],
    }
    answer = httpx.post(f"{site.url}{API}/events", headers=headers, json=body)
    assert answer.status_code == 201
    assert read(answer.json()["insertedEvent"]["ts"])


def test_a_client_logs_an_event_with_a_dialog(site: Site) -> None:
    """First the bare event, at the click; its answers follow when the dialog closes, or it is deleted."""
    first = {"event_value": "FISH", "event_free_text": "", "event_options": [], "publish": True}
    made = site.guest.post("events", first).json()["insertedEvent"]
    answers = {
        "ts": made["ts"],
        "event_options": [{"event_option_name": "Status", "event_option_value": "alive"}],
        "event_free_text": "quick",
    }
    assert site.guest.patch(f"events/{made['id']}", answers).status_code == 204
    assert site.guest.get(f"events/{made['id']}").json()["event_options"] == [
        {"event_option_name": "status", "event_option_value": "alive"}
    ]
    assert site.guest.delete(f"events/{made['id']}").status_code == 204
