"""JSON endpoints of the loggers' pages."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from logging_core.accounts.models import User
from logging_core.loggers.models import CruiseDefinition, LoggerLog
from logging_core.shared import clock
from logging_core.shared.ids import new_id
from tests.logging_core.loggers.sailing import CRUISE, DEVICES, PARSING, lay, loaded, planned_configs, sailing
from tests.logging_core.loggers.telling import tell
from tests.people import As, Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("definitions_dir")]


@pytest.fixture
def manager(as_: As, logger_manager: User) -> Page:
    return as_(logger_manager)


@pytest.fixture
def looking(as_: As, watcher: User) -> Page:
    return as_(watcher)


def upload(page: Page, files: dict[str, str], main: str = "") -> Any:
    sent = [SimpleUploadedFile(name.split("/")[-1], text.encode()) for name, text in files.items()]
    headers = {"X-CSRFToken": page.client.cookies["csrftoken"].value}
    body = {"files": sent, "paths": list(files), "main": main}
    return page.client.post("/api/cruise-definitions", body, headers=headers)


def test_everybody_who_watches_sees_what_is_to_run_but_no_contents(looking: Page) -> None:
    sailing(CRUISE.replace("port: 7002", "port: 7002, destination: 10.1.2.3"))
    answer = looking.get("/api/loggers")
    told = answer.json()
    assert (told["mode"], told["modes"], told["may_manage"]) == ("sail", ["idle", "sail", "half"], False)
    assert told["loggers"]["gyro"] == {
        "configs": ["gyro-off", "gyro-net", "gyro-file"],
        "active": "gyro-net",
        "of_mode": "gyro-net",
    }
    assert (told["definition"]["cruise_id"], told["definition"]["stale"]) == ("AB26", False)
    assert b"10.1.2.3" not in answer.content


def test_a_new_installation_has_no_definition(looking: Page) -> None:
    told = looking.get("/api/loggers").json()
    assert (told["definition"], told["loggers"], told["modes"], told["mode"]) == (None, {}, [], "")


def test_mode_config_and_restart_answer_with_what_is_to_run(manager: Page) -> None:
    sailing(mode="idle")
    assert manager.put("/api/loggers/mode", {"mode": "sail"}).json()["mode"] == "sail"
    told = manager.put("/api/loggers/config", {"logger": "gyro", "config": "gyro-file"}).json()
    assert (told["overridden"], told["loggers"]["gyro"]["active"]) == (["gyro"], "gyro-file")
    version = told["plan_version"]
    assert manager.post("/api/loggers/restart", {"logger": "gyro"}).json()["plan_version"] == version + 1
    assert manager.delete("/api/loggers").json()["definition"] is None


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("mode", {}, "mode"),
        ("mode", {"mode": 7}, "mode"),
        ("mode", {"mode": "moon"}, "mode"),
        ("config", {"logger": "gyro"}, "config"),
        ("config", {"logger": "gyro", "config": "wind-on"}, "config"),
        ("config", {"logger": ["gyro"], "config": "x"}, "logger"),
    ],
)
def test_a_wrong_choice_names_its_field(manager: Page, path: str, body: dict[str, Any], field: str) -> None:
    sailing()
    answer = manager.put(f"/api/loggers/{path}", body)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])


def test_the_status_is_what_the_supervisor_told_last(looking: Page) -> None:
    tell(None)
    told = looking.get("/api/loggers/status").json()
    assert (told["alive"], told["status"]) == (False, None) and "not running" in told["trouble"]
    tell({"gyro": {"state": "running", "rate": 2.5}})
    told = looking.get("/api/loggers/status").json()
    assert (told["alive"], told["status"]["loggers"]["gyro"]["rate"]) == (True, 2.5)
    tell(None)


def test_the_broker_may_be_away(looking: Page, settings, monkeypatch: pytest.MonkeyPatch) -> None:
    from logging_core.loggers import status

    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    status._broker.cache_clear()
    told = looking.get("/api/loggers/status").json()
    status._broker.cache_clear()
    assert (told["alive"], told["status"]) == (False, None) and "broker" in told["trouble"]


def test_one_logger_shows_its_configs_to_managers_without_secrets(manager: Page) -> None:
    influx = "{class: InfluxDBWriter, kwargs: {bucket_name: ship, auth_token: hunter2}}"
    sailing(CRUISE.replace("{class: UDPWriter, kwargs: {port: 7002}}", influx))
    answer = manager.get("/api/loggers/one", {"logger": "gyro"})
    assert answer.status_code == 200, answer.content
    assert answer.json()["configs"]["gyro-net"]["writers"]["kwargs"]["auth_token"] == "(hidden)"
    assert b"hunter2" not in answer.content


def lines(page: Page, **query: Any) -> list[str]:
    return [line["text"] for line in page.get("/api/loggers/log", query).json()["results"]]


def test_log_lines_are_searched_by_source_text_and_level(looking: Page) -> None:
    for number, (source, level) in enumerate([("gyro", 20), ("gyro", 40), ("wind", 30), ("supervisor", 20)]):
        LoggerLog.objects.create(at=clock.now(), source=source, level=level, text=f"Line {number} 100%_done")
    assert lines(looking) == [f"Line {n} 100%_done" for n in (3, 2, 1, 0)]
    assert lines(looking, source="gyro", level=30) == ["Line 1 100%_done"]
    assert len(lines(looking, text="0%_D")) == 4
    assert lines(looking, text="0%%") == []
    page = looking.get("/api/loggers/log", {"limit": 2}).json()
    assert page["has_more"] is True
    assert lines(looking, before=page["results"][-1]["id"]) == ["Line 1 100%_done", "Line 0 100%_done"]


@pytest.mark.parametrize("query", [{"level": "high"}, {"limit": "0"}, {"before": "x"}, {"text": "x" * 201}])
def test_a_search_that_is_none_is_refused(looking: Page, query: dict[str, str]) -> None:
    assert looking.get("/api/loggers/log", query).status_code == 400


def test_an_upload_is_previewed_and_applied(manager: Page) -> None:
    sailing(mode="half")
    newer = CRUISE.replace("7002", "7992").replace("wind:", "mast:").replace("wind-", "mast-")
    answer = upload(manager, {"newer.yaml": newer})
    assert answer.status_code == 201, answer.content
    told, preview = answer.json()["definition"], answer.json()["preview"]
    assert (preview["mode"], preview["start"], preview["stop"]) == ("half", [], [])
    (restart,) = preview["restart"]
    assert (restart["logger"], restart["changes"]) == (
        "gyro",
        [{"path": "writers.kwargs.port", "before": 7002, "after": 7992}],
    )
    assert preview["differences"]["loggers"] == {"added": ["mast"], "removed": ["wind"], "changed": ["gyro"]}
    path = f"/api/cruise-definitions/{told['id']}"
    begin = manager.get(path, {"preserve": "0"}).json()["preview"]
    assert (begin["mode"], [one["logger"] for one in begin["stop"]]) == ("idle", ["gyro"])
    applied = manager.post(f"{path}/apply", {"preserve": True}).json()
    assert (applied["definition"]["id"], applied["mode"]) == (told["id"], "half")
    assert manager.get(path).json()["running"] is True


def test_an_upload_with_errors_lists_all_of_them(manager: Page) -> None:
    bad = CRUISE.replace("UDPWriter", "UDPWriteer").replace("wind: wind-on", "wind: wind-in")
    answer = upload(manager, {"cruise.yaml": bad})
    problems = answer.json()["problems"]
    assert answer.status_code == 400 and len([one for one in problems if one["level"] == "error"]) == 2
    assert {"level", "file", "line", "path", "cause"} == set(problems[0])
    assert CruiseDefinition.objects.count() == 0


def test_a_folder_is_uploaded_with_its_paths(manager: Page) -> None:
    files = {"ship/cruise.yaml": PARSING, "ship/devices/wind.yaml": DEVICES}
    assert upload(manager, files).json()["definition"]["file_name"] == "cruise.yaml"
    assert upload(manager, {"a.yaml": CRUISE, "../b.yaml": CRUISE}).status_code == 400
    assert upload(manager, {}).status_code == 400


def test_definitions_on_the_server_are_listed_and_loaded(manager: Page) -> None:
    lay("ship/cruise.yaml", CRUISE)
    assert manager.get("/api/cruise-definitions").json()["files"] == ["ship/cruise.yaml"]
    assert manager.post("/api/cruise-definitions", {"file": "ship/cruise.yaml"}).status_code == 201
    for path in ("/etc/passwd", "../x.yaml", "", None, 7):
        assert manager.post("/api/cruise-definitions", {"file": path}).status_code == 400
    assert [one["file_name"] for one in manager.get("/api/cruise-definitions").json()["results"]] == [
        "cruise.yaml"
    ]


def test_reload_takes_the_changed_file(manager: Page) -> None:
    sailing()
    lay("cruise.yaml", CRUISE.replace("AB26", "CD27"))
    assert manager.get("/api/loggers").json()["definition"]["stale"] is True
    told = manager.post("/api/loggers/reload").json()
    assert (told["definition"]["cruise_id"], told["definition"]["stale"], told["mode"]) == ("CD27", False, "sail")


def test_feeds_are_made_changed_and_deleted_and_watchers_see_no_arguments(manager: Page, looking: Page) -> None:
    sailing()
    path = f"/api/logger-feeds/{new_id()}"
    writer = {"class": "UDPWriter", "kwargs": {"port": 6224}}
    body = {"name": "bridge", "logger": "gyro", "writer": writer}
    assert manager.put(path, body).status_code == 201
    assert manager.put(path, body).status_code == 200
    assert manager.get("/api/logger-feeds").json()["results"][0]["writer"] == writer
    assert looking.get("/api/logger-feeds").json()["results"][0]["writer"] == {"class": "UDPWriter"}
    assert manager.delete(path).status_code == 200
    assert manager.get("/api/logger-feeds").json()["results"] == []


def check(page: Page, **asked: Any) -> Any:
    return page.post("/api/parser-check", asked)


def test_the_parser_check_tells_which_pattern_fits_and_the_values(manager: Page) -> None:
    lay("devices/wind.yaml", DEVICES)
    sailing(PARSING, mode="idle")
    assert manager.get("/api/parser-check").json() == {"definition_paths": ["devices/*.yaml"]}
    line = "wnd1 2014-08-01T00:00:00.5Z $WIMWV,210.5,R,12.5,N,A*13"
    answer = check(manager, lines=line, definition_path="devices/*.yaml").json()
    (result,) = answer["results"]
    assert (result["parsed"], result["message_type"], result["checksum"]) == (True, "WIMWV", "right")
    assert result["fields"] == [
        {"name": "WindDir", "value": 210.5, "type": "float", "units": "", "description": ""},
        {"name": "WindSpeed", "value": 12.5, "type": "float", "units": "kt", "description": "relative wind speed"},
    ]
    assert [trial["matched"] for trial in result["trials"]] == [True, False]


def test_the_parser_check_tells_how_far_a_pattern_got(manager: Page) -> None:
    answer = check(manager, lines="x 2014-08-01T00:00:00Z heater on at low", patterns="heater {State:w} at {T:f}")
    (result,) = answer.json()["results"]
    (trial,) = result["trials"]
    assert (result["parsed"], result["causes"]) == (False, ["no pattern fits"])
    assert (trial["reached"], trial["fits"], trial["stops_at"]) == (13, "heater {State:w} at ", "{T:f}")


def test_a_bare_sentence_is_tried_with_every_device(manager: Page) -> None:
    lay("devices/wind.yaml", DEVICES)
    sailing(PARSING, mode="idle")
    (result,) = check(manager, lines="heater on at 3.5", definition_path="devices/*.yaml").json()["results"]
    assert (result["parsed"], result["trials"][0]["matched"]) == (False, True)
    assert result["trials"][0]["device_type"] == "Anemometer"


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"lines": "x", "patterns": "{a:nothing}"},
        {"lines": "x\n" * 51},
        {"lines": "x" * 2001},
        {"lines": "x", "definition_path": "../../etc/*.yaml"},
        {"lines": "x", "definition_path": "/etc/*.yaml"},
        {"lines": "x", "patterns": "{a}", "record_format": "{b}"},
        {"lines": 7},
    ],
)
def test_a_check_that_cannot_be_made_is_refused(manager: Page, asked: dict[str, Any]) -> None:
    assert check(manager, **asked).status_code == 400


def test_a_pattern_that_takes_for_ever_is_ended(manager: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    from logging_core.loggers import parser_check

    monkeypatch.setattr(parser_check, "PATIENCE_S", 1)
    slow = "".join(f"{{f{number}}}" for number in range(12)) + "!"
    answer = check(manager, lines="x 2014-08-01T00:00:00Z " + "a" * 200, patterns=slow)
    assert (answer.status_code, "too slow" in answer.json()["message"]) == (400, True)


def test_nobody_else_reads_a_file(looking: Page) -> None:
    definition = loaded()
    for path in (
        "/api/cruise-definitions",
        f"/api/cruise-definitions/{definition.id}",
        "/api/parser-check",
        "/api/loggers/one?logger=gyro",
    ):
        assert looking.get(path).status_code == 403
    assert planned_configs() == {}
