"""The REST interface of OpenRVDAS: its answers, its logins, its repaired defects."""

import base64
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from logging_core.accounts.models import User
from logging_core.compat import tokens
from logging_core.loggers.models import CruiseDefinition
from tests.logging_core.loggers.sailing import CRUISE, lay, planned_configs, sailing
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def definitions_dir(settings, tmp_path) -> None:
    settings.DEFINITIONS_DIR = tmp_path / "definitions"


def as_program(user: User) -> Client:
    """A script with the token of an account."""
    return Client(headers={"Authorization": f"Token {tokens.issue(user)}"}, enforce_csrf_checks=True)


@pytest.fixture
def script(logger_manager: User) -> Client:
    return as_program(logger_manager)


def post(client: Client, path: str, body: dict[str, Any]) -> HttpResponse:
    return client.post(f"/api/{path}/", body, content_type=JSON)


def test_a_token_is_had_for_name_and_password_and_opens_the_doors(logger_manager: User) -> None:
    sent = {"username": "logger_manager", "password": PASSWORD}
    answer = Client().post("/api/obtain-auth-token/", sent).json()
    assert (set(answer), answer["user_id"]) == ({"token", "user_id", "create"}, logger_manager.id)
    client = Client(headers={"Authorization": f"Token {answer['token']}"})
    assert client.get("/api/cruise-configuration/").status_code == 200


def test_a_wrong_password_or_a_missing_field_gets_no_token(logger_manager: User) -> None:
    wrong = post(Client(), "obtain-auth-token", {"username": "logger_manager", "password": "guess"})
    assert (wrong.status_code, list(wrong.json())) == (400, ["non_field_errors"])
    missing = post(Client(), "obtain-auth-token", {"username": "logger_manager"})
    assert (missing.status_code, missing.json()) == (400, {"password": ["This field is required."]})


def test_name_and_password_may_come_with_each_request(logger_manager: User) -> None:
    for password, status in ((PASSWORD, 200), ("guess", 401)):
        pair = base64.b64encode(f"logger_manager:{password}".encode()).decode()
        answer = Client(headers={"Authorization": f"Basic {pair}"}).get("/api/edit-logger-config/")
        assert answer.status_code == status


@pytest.mark.parametrize("token", ["Token", "Token x y", "Token abc", "Token a.b.c", "Token \xff"])
def test_a_token_that_is_none_is_refused(token: str) -> None:
    assert Client(headers={"Authorization": token}).get("/api/select-cruise-mode/").status_code == 401


def test_the_root_names_every_door(script: Client) -> None:
    links = script.get("/api/").json()
    assert links["select-cruise-mode"] == "http://testserver/api/select-cruise-mode/"
    assert len(links) == 10


def test_the_configuration_of_a_new_installation_has_two_parts(script: Client) -> None:
    answer = script.get("/api/cruise-configuration/").json()
    assert answer == {
        "status": "ok",
        "configuration": {"websocket_server": "ws://testserver/cds-ws", "errors": []},
    }


def test_the_configuration_tells_what_is_to_run(script: Client) -> None:
    sailing()
    told = script.get("/api/cruise-configuration/").json()["configuration"]
    assert (told["cruise_id"], told["filename"], told["active_mode"]) == ("AB26", "cruise.yaml", "sail")
    assert told["modes"] == ["idle", "sail", "half"]
    assert told["loggers"]["wind"] == {"configs": ["wind-off", "wind-on"], "active": "wind-on"}
    assert script.get("/api/reload-current-configuration/").json()["configuration"] == told


@pytest.mark.parametrize("form", [JSON, "form"])
def test_a_mode_is_selected_by_json_or_form(script: Client, form: str) -> None:
    sailing()
    body = {"select_mode": "half"}
    answer = (
        post(script, "select-cruise-mode", body)
        if form == JSON
        else script.post("/api/select-cruise-mode/", "select_mode=half", content_type=FORM)
    )
    assert (answer.status_code, answer.json()) == (200, {"status": "Cruise mode set: half"})
    told = script.get("/api/select-cruise-mode/").json()
    assert told == {"status": "ok", "data": {"modes": ["idle", "sail", "half"], "active_mode": "half"}}


def test_a_config_is_chosen(script: Client) -> None:
    sailing()
    body = {"update": True, "logger_id": "gyro", "config": "gyro-file"}
    assert post(script, "edit-logger-config", body).json() == {"status": "Logger gyro updated."}
    told = script.get("/api/edit-logger-config/").json()
    assert (told["status"], told["msg"], told["loggers"]["gyro"]["active"]) == ("ok", None, "gyro-file")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("select-cruise-mode", {"select_mode": "moon"}),
        ("edit-logger-config", {"update": True, "logger_id": "radar", "config": "x"}),
        ("edit-logger-config", {"update": True, "logger_id": "gyro", "config": "wind-on"}),
        ("edit-logger-config", {"update": False, "logger_id": "gyro", "config": "gyro-off"}),
        ("edit-logger-config", {"update": "perhaps", "logger_id": ["gyro"], "config": {}}),
        ("load-configuration-file", {"target_file": "/etc/passwd"}),
        ("load-configuration-file", {"target_file": "../outer.yaml"}),
        ("load-configuration-file", {"target_file": "none.yaml"}),
        ("load-configuration-file", {"target_file": "bad.yaml"}),
        ("load-configuration-file", {"target_file": "list.yaml"}),
        ("delete-configuration", {"delete": False}),
        ("reload-current-configuration", {"reload": False}),
    ],
)
def test_what_was_an_error_500_or_any_path_is_a_400_and_changes_nothing(
    script: Client, path: str, body: dict[str, Any], tmp_path
) -> None:
    sailing()
    lay("bad.yaml", "loggers: [")
    lay("list.yaml", "- 1")
    (tmp_path / "outer.yaml").write_text(CRUISE)
    assert post(script, path, body).status_code == 400
    assert planned_configs() == {"gyro": "gyro-net", "wind": "wind-on"}
    assert CruiseDefinition.objects.count() == 1


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("select-cruise-mode", "select_mode"),
        ("edit-logger-config", "logger_id"),
        ("load-configuration-file", "target_file"),
        ("reload-current-configuration", "reload"),
        ("delete-configuration", "delete"),
    ],
)
def test_a_missing_field_is_named(script: Client, path: str, field: str) -> None:
    answer = post(script, path, {})
    assert answer.status_code == 400
    assert answer.json()[field] == ["This field is required."]


def test_a_file_of_the_folder_is_loaded_and_its_errors_are_told(script: Client) -> None:
    lay("ship/cruise.yaml", CRUISE)
    lay("ship/bad.yaml", CRUISE.replace("UDPWriter", "UDPWriteer"))
    assert script.get("/api/load-configuration-file/").json()["files"] == ["ship/bad.yaml", "ship/cruise.yaml"]
    answer = post(script, "load-configuration-file", {"target_file": "ship/cruise.yaml"})
    assert (answer.status_code, answer.json()) == (200, {"status": "target_file loaded ship/cruise.yaml"})
    assert planned_configs()["gyro"] == "gyro-off"
    refused = post(script, "load-configuration-file", {"target_file": "ship/bad.yaml"})
    assert refused.status_code == 400
    assert "ship/bad.yaml:7" in refused.json()["errors"][0] and "UDPWriteer" in refused.json()["errors"][0]


def test_a_reload_goes_back_to_the_default_mode(script: Client) -> None:
    sailing()
    answer = post(script, "reload-current-configuration", {"reload": True})
    assert answer.json() == {"status": "Current config reloaded"}
    assert planned_configs() == {"gyro": "gyro-off", "wind": "wind-off"}


def test_the_configuration_is_deleted(script: Client) -> None:
    sailing()
    assert script.get("/api/delete-configuration/").json() == {"status": "ok", "data": {"cruise_id": "AB26"}}
    assert post(script, "delete-configuration", {"delete": True}).json() == {
        "status": "Cruise configuration deleted"
    }
    assert planned_configs() == {}


def test_without_the_role_one_may_look_and_change_nothing(watcher: User, logger: User) -> None:
    sailing()
    for person in (watcher, logger):
        client = as_program(person)
        assert client.get("/api/cruise-configuration/").status_code == 200
        for path, body in (
            ("select-cruise-mode", {"select_mode": "idle"}),
            ("edit-logger-config", {"update": True, "logger_id": "gyro", "config": "gyro-off"}),
            ("load-configuration-file", {"target_file": "cruise.yaml"}),
            ("reload-current-configuration", {"reload": True}),
            ("delete-configuration", {"delete": True}),
        ):
            assert post(client, path, body).status_code == 403
        assert client.get("/api/load-configuration-file/").status_code == 403
    assert planned_configs() == {"gyro": "gyro-net", "wind": "wind-on"}


def test_the_description_names_every_path_and_body() -> None:
    told = Client().get("/api/schema/").json()
    assert told["openapi"].startswith("3.")
    assert "/api/select-cruise-mode/" in told["paths"]
    body = told["paths"]["/api/select-cruise-mode/"]["post"]["requestBody"]["content"]["application/json"][
        "schema"
    ]
    assert body["$ref"].rpartition("/")[2] in told["components"]["schemas"]
    assert b"/api/schema/" in Client().get("/api/schema/swagger-ui/").content
