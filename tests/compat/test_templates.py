"""Templates and variables: acceptance check 23, the fault S8, and what clients rely on."""

from typing import Any

import pytest

from tests.compat.development_data import TEMPLATES
from tests.compat.site import Client, Site

NEW = {"event_name": "WHALE", "event_value": "WHALE", "event_free_text_required": False, "system_template": False}
SAMPLE = TEMPLATES[5]
OPTION = {
    "event_option_name": "Milestone",
    "event_option_type": "text",
    "event_option_values": [],
    "event_option_allow_freeform": False,
    "event_option_required": False,
}
ASNAP = "59810167212b348aed7fa9f5"


@pytest.fixture
def manager(site: Site) -> Client:
    return site.somebody("template_manager")


def names(client: Client, **query: Any) -> list[str]:
    return [template["event_name"] for template in client.get("event_templates", **query).json()]


def test_a_template_as_clients_know_it(site: Site) -> None:
    for_admins = site.admin.get(f"event_templates/{TEMPLATES[0]}").json()
    assert sorted(for_admins) == [
        "admin_only",
        "disabled",
        "event_free_text_required",
        "event_name",
        "event_options",
        "event_value",
        "id",
        "system_template",
        "template_categories",
    ]
    for_others = site.guest.get(f"event_templates/{TEMPLATES[0]}").json()
    assert set(for_admins) - set(for_others) == {"disabled"}


def test_templates_come_in_their_order(site: Site, manager: Client) -> None:
    manager.post("event_templates", {**NEW, "event_name": "apple"})
    assert names(site.guest) == [
        "FISH",
        "ROCK",
        "CORAL",
        "CRAB",
        "SQUID",
        "SAMPLE",
        "PROBLEM",
        "SUPER_EVENT",
        "apple",
    ]
    assert names(site.guest, sort="event_name")[-3:] == ["SQUID", "SUPER_EVENT", "apple"]
    assert names(site.guest, system_template=True) == ["SAMPLE", "PROBLEM"]
    assert names(site.guest, system_template=False, limit=2, offset=1) == ["ROCK", "CORAL"]
    assert site.guest.get("event_templates", sort="id").status_code == 400


def test_no_templates_are_a_404(site: Site) -> None:
    for id in TEMPLATES:
        assert site.admin.delete(f"event_templates/{id}").status_code == 204
    answer = site.guest.get("event_templates", sort="event_name")
    assert answer.json() == {"statusCode": 404, "error": "Not Found", "message": "No records found"}
    assert site.admin.delete(f"event_templates/{TEMPLATES[0]}").status_code == 404


def test_a_template_is_made_and_changed(site: Site, manager: Client) -> None:
    made = manager.post("event_templates", {**NEW, "event_options": [OPTION], "template_style": {"color": "red"}})
    assert made.status_code == 201
    address = f"event_templates/{made.json()['insertedId']}"
    template = site.admin.get(address).json()
    assert template["event_options"] == [OPTION], "names of options stay as they are written in templates"
    assert template["template_style"] == {"color": "red"}
    assert (template["disabled"], template["admin_only"], template["template_categories"]) == (False, False, [])
    assert manager.patch(address, {**template, "event_name": "ORCA"}).status_code == 204
    assert site.admin.get(address).json() == {**template, "event_name": "ORCA"}
    again = manager.post("event_templates", {**NEW, "id": template["id"]})
    assert again.json()["message"] == "Record with the payload id already exists"
    assert manager.patch(f"event_templates/{'0' * 24}", {"event_name": "X"}).status_code == 400


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"event_name": ""}, '"event_name" is not allowed to be empty'),
        ({"system_template": 1}, '"system_template" must be a boolean'),
        ({"event_options": [{}]}, '"event_options[0].event_option_name" is required'),
        ({"bogus": 1}, '"bogus" is not allowed'),
    ],
)
def test_a_wrong_template_is_refused(manager: Client, change: dict[str, Any], message: str) -> None:
    answer = manager.post("event_templates", {**NEW, **change})
    assert (answer.status_code, answer.json()["message"]) == (400, message)


def test_an_emptied_category_box_is_no_error(site: Site, manager: Client) -> None:
    made = manager.post("event_templates", {**NEW, "template_categories": [""]}).json()["insertedId"]
    assert site.admin.get(f"event_templates/{made}").json()["template_categories"] == []


def test_system_templates_are_for_admins(site: Site, manager: Client) -> None:
    """S8: on existing servers every template manager makes and changes them."""
    words = "user does not have permission to {} system templates"
    tries = [
        (manager.post("event_templates", {**NEW, "system_template": True}), "edit"),
        (manager.patch(f"event_templates/{SAMPLE}", {"event_name": "X"}), "edit"),
        (manager.patch(f"event_templates/{TEMPLATES[0]}", {"system_template": True}), "edit"),
        (manager.delete(f"event_templates/{SAMPLE}"), "delete"),
    ]
    for answer, verb in tries:
        assert (answer.status_code, answer.json()["message"]) == (401, words.format(verb))
    unchanged = {"event_name": "COD", "system_template": False}
    assert manager.patch(f"event_templates/{TEMPLATES[0]}", unchanged).status_code == 204
    assert site.admin.patch(f"event_templates/{SAMPLE}", {"event_name": "X"}).status_code == 204


@pytest.mark.parametrize("flag", [{"admin_only": True, "system_template": True}, {"disabled": True}])
def test_restricted_templates_are_for_admins(site: Site, flag: dict[str, bool]) -> None:
    site.admin.patch(f"event_templates/{TEMPLATES[0]}", flag)
    assert "FISH" not in names(site.guest)
    assert "FISH" in names(site.admin)
    answer = site.guest.get(f"event_templates/{TEMPLATES[0]}")
    assert (answer.status_code, answer.json()["message"]) == (404, "template only available to admin users")


def test_a_template_that_is_no_system_template_is_for_all(site: Site) -> None:
    site.admin.patch(f"event_templates/{TEMPLATES[0]}", {"admin_only": True})
    assert "FISH" in names(site.guest)


# --- variables ------------------------------------------------------------------------------------------------


def test_the_variables_have_their_ids(site: Site) -> None:
    asked = {"name": ["asnapStatus", "freeSpaceInBytes", "freeSpacePercentage"]}
    variables = {v["custom_var_name"]: v["id"] for v in site.guest.get("custom_vars", **asked).json()}
    assert variables == {
        "asnapStatus": ASNAP,
        "freeSpaceInBytes": "59810167212b348aed7fa9f6",
        "freeSpacePercentage": "59810167212b348aed7fa9f7",
    }
    assert site.guest.get("custom_vars", name="nothing").status_code == 404
    assert site.guest.get(f"custom_vars/{ASNAP}").json() == {
        "id": ASNAP,
        "custom_var_name": "asnapStatus",
        "custom_var_value": "Off",
    }


def test_a_variable_is_set(site: Site) -> None:
    sent = {"custom_var_name": "asnapStatus", "custom_var_value": "On"}
    assert site.guest.patch(f"custom_vars/{ASNAP}", sent).status_code == 204
    assert site.guest.get("custom_vars", name="asnapStatus").json()[0]["custom_var_value"] == "On"
    assert site.guest.patch(f"custom_vars/{ASNAP}", {"custom_var_value": ""}).status_code == 204
    assert site.guest.patch(f"custom_vars/{ASNAP}", {"custom_var_value": 1}).status_code == 400
    assert site.guest.patch(f"custom_vars/{ASNAP}", {"custom_var_name": "other"}).status_code == 400
    assert site.guest.patch(f"custom_vars/{'0' * 24}", sent).status_code == 400
