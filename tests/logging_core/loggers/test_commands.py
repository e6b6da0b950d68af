"""The command line: words and forms of existing scripts, without their defects."""

import io
import json
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from logging_core.loggers import waiting_commands
from logging_core.loggers.models import CruiseDefinition, LoggerCommand, LoggerControl, LoggerLog
from logging_core.shared import clock, feed
from tests.logging_core.loggers.sailing import CRUISE, lay, planned_configs, sailing
from tests.logging_core.loggers.telling import tell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("definitions_dir")]


def run(*words: str) -> tuple[int, str, str]:
    """Exit code, output, complaints."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command("loggers", *words, stdout=out, stderr=err, no_color=True)
    except SystemExit as ended:
        code = int(ended.code or 0)
    return code, out.getvalue().strip(), err.getvalue().strip()


def answer(*words: str) -> str:
    code, out, err = run(*words)
    assert (code, err) == (0, "")
    return out


def test_the_answers_have_the_forms_of_existing_scripts() -> None:
    sailing()
    assert answer("get_modes") == "Available Modes: idle, sail, half"
    assert answer("get_active_mode") == "Current mode: sail"
    assert answer("get_loggers") == "Loggers: gyro, wind"
    assert answer("get_active_logger_configs") == "gyro: gyro-net\nwind: wind-on"
    assert answer("get_logger_configs", "gyro") == "Configs for gyro: gyro-off, gyro-net, gyro-file"


def test_modes_and_configs_are_set() -> None:
    sailing()
    assert answer("set_active_logger_config", "gyro", "gyro-file") == ""
    assert planned_configs()["gyro"] == "gyro-file"
    assert answer("set_active_mode", "half") == ""
    assert planned_configs() == {"gyro": "gyro-net", "wind": None}


def test_loading_expands_and_goes_to_the_default_mode(tmp_path: Path) -> None:
    """A person at the server may name a file anywhere."""
    (tmp_path / "cruise.yaml").write_text(CRUISE)
    assert answer("load_configuration", str(tmp_path / "cruise.yaml")) == (
        "cruise.yaml:16: warning: modes.half: no config defined for wind in mode half"
    )
    control = LoggerControl.objects.select_related("definition").get(pk=1)
    assert (control.mode, control.definition.file, control.definition.folder) == (
        "idle",
        tmp_path / "cruise.yaml",
        tmp_path,
    )


def test_a_bad_file_is_told_line_by_line_and_changes_nothing(tmp_path: Path) -> None:
    sailing()
    (tmp_path / "bad.yaml").write_text(CRUISE.replace("UDPWriter", "UDPWriteer").replace("7003", "no port"))
    code, out, err = run("load_configuration", str(tmp_path / "bad.yaml"))
    assert (code, out) == (1, "")
    assert "bad.yaml:7: error: " in err and "UDPWriteer" in err and len(err.splitlines()) >= 2
    assert planned_configs()["gyro"] == "gyro-net"


def test_reloading_expands_too_and_keeps_mode_and_configs() -> None:
    sailing()
    lay("cruise.yaml", CRUISE.replace("AB26", "<<id>>") + "variables: {id: XY28}\n")
    assert answer("reload_configuration") == ""
    control = LoggerControl.objects.select_related("definition").get(pk=1)
    assert (control.definition.cruise_id, control.mode) == ("XY28", "sail")


def test_a_definition_may_be_given_as_json_and_deleted() -> None:
    config = {"readers": {"class": "UDPReader", "kwargs": {"port": 7001}}, "writers": {"class": "TextFileWriter"}}
    text = json.dumps({"loggers": {"gyro": {"configs": {"on": config}}}})
    assert answer("set_configuration", text) == ""
    assert planned_configs() == {"gyro": "gyro-on"}
    assert answer("delete_configuration") == ""
    assert planned_configs() == {}
    assert run("set_configuration", "{")[0] == 1


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["dance"], 'Got unknown command: "dance"'),
        (["get_modes_now"], 'Got unknown command: "get_modes_now"'),
        (["set_active_mode"], "MODE is missing"),
        (["set_active_logger_config", "gyro"], "CONFIG is missing"),
        (["set_active_mode", "off"], "is not a mode"),
        (["get_logger_configs", "radar"], "is not a logger"),
        (["load_configuration", "/none.yaml"], "is not a definition file"),
        (["get_status_since", "noon"], "noon"),
    ],
)
def test_what_cannot_be_done_is_said_and_ends_with_one(words: list[str], complaint: str) -> None:
    sailing()
    code, out, err = run(*words)
    assert (code, out) == (1, "")
    assert complaint in err


def test_without_a_definition_nothing_breaks() -> None:
    for words in (["get_modes"], ["get_loggers"], ["reload_configuration"], ["set_active_mode", "x"]):
        assert run(*words)[2] == "No cruise definition is loaded."
    assert answer("get_active_mode") == "Current mode:"


def test_the_status_is_told_and_told_since_a_time() -> None:
    tell({"gyro": {"state": "running", "config": "gyro-net"}})
    told = json.loads(answer("get_status"))
    assert (told["gyro"]["config"], told["gyro"]["status"]) == ("gyro-net", "RUNNING")
    assert json.loads(answer("get_status_since", "0")) == told
    assert answer("get_status_since", "2999-01-01T00:00:00Z") == ""
    tell(None)
    assert run("get_status")[0] == 1


def test_every_command_is_in_the_log_and_the_log_can_be_read_with_and_without_a_time() -> None:
    sailing()
    answer("get_modes")
    LoggerLog.objects.create(at=clock.parse("2020-01-01"), source="gyro", level=30, text="old")
    assert ": get_modes" in answer("get_server_log")
    assert "2020-01-01T00:00:00.000Z gyro WARNING: old" in answer("get_server_log")
    assert "old" not in answer("get_server_log", "2021-01-01")


def test_without_a_command_it_is_a_console(monkeypatch: pytest.MonkeyPatch) -> None:
    sailing()
    monkeypatch.setattr(sys, "stdin", io.StringIO("get_active_mode\n\ndance\nset_active_mode idle\nquit\nhelp\n"))
    code, out, err = run()
    assert (code, out, err) == (0, "Current mode: sail", 'Got unknown command: "dance"')
    assert planned_configs()["gyro"] == "gyro-off"


def test_help_names_every_command() -> None:
    assert "load_configuration FILE" in answer("help") and "get_server_log [TIME]" in answer("help")


def command(text: str, source: str = "shore") -> LoggerCommand:
    return LoggerCommand.objects.create(source=source, text=text)


def test_commands_of_loggers_are_carried_out_in_order_once_and_in_their_name() -> None:
    sailing()
    first, second = command("set_active_mode half"), command("set_active_logger_config gyro gyro-file")
    start = feed.head().seq
    assert waiting_commands.answer_waiting_commands() == 2
    assert waiting_commands.answer_waiting_commands() == 0
    assert planned_configs() == {"gyro": "gyro-file", "wind": None}
    assert [(change.actor, change.via) for change in feed.after(start)] == [("logger shore", "logger")] * 2
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.done_at and second.done_at and first.answer == ""


def test_a_refused_command_keeps_its_cause_and_lets_those_behind_it_pass() -> None:
    sailing()
    bad, good = command("set_active_mode moon"), command("set_active_mode idle")
    assert waiting_commands.answer_waiting_commands() == 2
    bad.refresh_from_db()
    good.refresh_from_db()
    assert bad.answer.startswith("refused:") and good.answer == ""
    assert planned_configs()["gyro"] == "gyro-off"
    assert LoggerLog.objects.filter(source="commands", level=40, text__contains="moon").exists()


def test_a_logger_loads_nothing_from_outside_of_the_folder_of_definitions(tmp_path: Path) -> None:
    (tmp_path / "outer.yaml").write_text(CRUISE)
    refused = command(f"load_configuration {tmp_path}/outer.yaml")
    lay("inner.yaml", CRUISE)
    command("load_configuration inner.yaml")
    waiting_commands.answer_waiting_commands()
    refused.refresh_from_db()
    assert refused.answer.startswith("refused:")
    assert [definition.file_name for definition in CruiseDefinition.objects.all()] == ["inner.yaml"]
