"""Definitions, modes, configs and restarts: what is wanted, the plan of it, the journal."""

import pytest

from logging_core.accounts.models import User
from logging_core.loggers import actions
from logging_core.loggers.models import CONTROL_ID, LoggerControl, LoggerPlan
from logging_core.shared import feed
from logging_core.shared.announce import Actor
from logging_core.shared.errors import BadInput, Conflict, NotAllowed
from tests.logging_core.loggers.sailing import (
    CRUISE,
    DEVICES,
    PARSING,
    TESTS,
    lay,
    loaded,
    plan,
    planned_configs,
    sailing,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("definitions_dir")]


def control() -> LoggerControl:
    return LoggerControl.objects.get(pk=1)


def test_a_new_installation_has_an_empty_plan() -> None:
    assert plan() == {"version": 0, "cruise_id": "", "mode": "", "base_dir": "", "loggers": {}}


def test_applying_a_definition_begins_in_its_default_mode(definitions_dir) -> None:
    actions.apply_definition(actor=TESTS, by=None, definition=loaded(), preserve=False)
    assert (control().mode, planned_configs()) == ("idle", {"gyro": "gyro-off", "wind": "wind-off"})
    told = plan()
    assert (told["version"], told["cruise_id"], told["base_dir"]) == (1, "AB26", str(definitions_dir))
    assert told["loggers"]["gyro"] == {"config_name": "gyro-off", "config": {}, "restart": 0, "feeds": []}


def test_a_mode_gives_every_logger_its_config_and_those_it_leaves_out_none() -> None:
    sailing()
    assert planned_configs() == {"gyro": "gyro-net", "wind": "wind-on"}
    actions.set_mode(actor=TESTS, by=None, mode="half")
    assert planned_configs() == {"gyro": "gyro-net", "wind": None}
    assert plan()["loggers"]["wind"]["config"] is None


def test_a_logger_gets_another_of_its_own_configs_and_the_mode_is_marked_as_overridden() -> None:
    sailing()
    actions.set_config(actor=TESTS, by=None, logger="gyro", config="gyro-file")
    now = LoggerControl.objects.get(pk=1)
    assert (now.mode, now.overridden(), planned_configs()["gyro"]) == ("sail", ["gyro"], "gyro-file")
    actions.set_mode(actor=TESTS, by=None, mode="sail")
    assert LoggerControl.objects.get(pk=1).overridden() == []


@pytest.mark.parametrize(
    ("logger", "config", "field"),
    [("gyro", "wind-on", "config"), ("gyro", "gyro", "config"), ("radar", "gyro-net", "logger")],
)
def test_a_config_of_another_logger_or_an_unknown_name_is_refused(logger: str, config: str, field: str) -> None:
    sailing()
    with pytest.raises(BadInput) as refused:
        actions.set_config(actor=TESTS, by=None, logger=logger, config=config)
    assert list(refused.value.details["fields"]) == [field]
    assert planned_configs() == {"gyro": "gyro-net", "wind": "wind-on"}


def test_an_unknown_mode_is_refused_and_names_those_there_are() -> None:
    sailing()
    with pytest.raises(BadInput, match="idle, sail, half"):
        actions.set_mode(actor=TESTS, by=None, mode="off")


def test_without_a_definition_there_is_nothing_to_choose() -> None:
    for attempt in (
        lambda: actions.set_mode(actor=TESTS, by=None, mode="sail"),
        lambda: actions.set_config(actor=TESTS, by=None, logger="gyro", config="gyro-net"),
        lambda: actions.restart_logger(actor=TESTS, by=None, logger="gyro"),
    ):
        with pytest.raises(Conflict):
            attempt()


def test_a_restart_counts_and_changes_nothing_else() -> None:
    sailing()
    before = plan()["loggers"]
    actions.restart_logger(actor=TESTS, by=None, logger="wind")
    after = plan()["loggers"]
    assert (before["wind"]["restart"], after["wind"]["restart"]) == (0, 1)
    assert after == before | {"wind": before["wind"] | {"restart": 1}}


def test_deleting_stops_every_logger_and_keeps_the_definition() -> None:
    definition = sailing()
    actions.delete_definition(actor=TESTS, by=None)
    assert (plan()["loggers"], plan()["mode"]) == ({}, "")
    actions.apply_definition(actor=TESTS, by=None, definition=definition, preserve=True)
    assert control().mode == "idle"


def test_what_is_so_already_makes_no_new_plan_and_no_entry_in_the_journal() -> None:
    sailing()
    start, version = feed.head().seq, plan()["version"]
    actions.set_mode(actor=TESTS, by=None, mode="sail")
    actions.set_config(actor=TESTS, by=None, logger="gyro", config="gyro-net")
    assert (feed.head().seq, plan()["version"]) == (start, version)


def test_every_change_is_journalled_with_what_was_before_and_after() -> None:
    sailing()
    start = feed.head().seq
    actions.set_config(actor=Actor("anna"), by=None, logger="gyro", config="gyro-off")
    (change,) = feed.after(start)
    assert (change.kind, change.verb, change.record_id, change.actor) == ("loggers", "config", CONTROL_ID, "anna")
    assert change.before["configs"] == {"gyro": "gyro-net", "wind": "wind-on"}
    assert change.after["configs"] == {"gyro": "gyro-off", "wind": "wind-on"}
    assert LoggerPlan.objects.get(pk=1).version == plan()["version"]


def test_with_preserve_mode_and_configs_stay_where_the_new_definition_has_them() -> None:
    sailing()
    actions.set_config(actor=TESTS, by=None, logger="gyro", config="gyro-file")
    newer = loaded(CRUISE.replace("7003", "7009").replace("  half: {gyro: gyro-net}\n", ""), "newer.yaml")
    actions.apply_definition(actor=TESTS, by=None, definition=newer, preserve=True)
    assert (control().mode, planned_configs()) == ("sail", {"gyro": "gyro-file", "wind": "wind-on"})
    assert plan()["loggers"]["wind"]["config"]["readers"]["kwargs"]["port"] == 7009


def test_with_preserve_what_the_new_definition_lost_falls_back_to_its_default_mode() -> None:
    sailing(mode="half")
    actions.set_config(actor=TESTS, by=None, logger="gyro", config="gyro-file")
    newer = loaded(
        CRUISE.replace("  half: {gyro: gyro-net}\n", "").replace("      file:", "      disk:"), "n.yaml"
    )
    actions.apply_definition(actor=TESTS, by=None, definition=newer, preserve=True)
    assert (control().mode, planned_configs()) == ("idle", {"gyro": "gyro-off", "wind": "wind-off"})


def test_a_change_of_device_files_restarts_the_loggers_that_parse_by_them() -> None:
    lay("devices/wind.yaml", DEVICES)
    sailing(PARSING)
    again = loaded(PARSING, "again.yaml")
    actions.apply_definition(actor=TESTS, by=None, definition=again, preserve=True)
    assert plan()["loggers"]["wnd1"]["restart"] == 0
    lay("devices/wind.yaml", DEVICES.replace("WindSpeed", "RelativeWindSpeed"))
    actions.apply_definition(actor=TESTS, by=None, definition=loaded(PARSING, "again.yaml"), preserve=True)
    assert plan()["loggers"]["wnd1"]["restart"] == 1


def test_the_plan_keeps_the_order_of_keys() -> None:
    patterns = {"long name": "{a:d} x", "b": "{a:w} y", "aa": "{a:f} z"}
    text = CRUISE.replace(
        "writers: {class: TextFileWriter}}\nmodes",
        f"transforms: {{class: ParseTransform, kwargs: {{field_patterns: {patterns}}}}}, "
        "writers: {class: TextFileWriter}}\nmodes",
    )
    sailing(text)
    transform = plan()["loggers"]["wind"]["config"]["transforms"]
    assert list(transform["kwargs"]["field_patterns"]) == list(patterns)


def test_only_admins_and_logger_managers_change_anything(people) -> None:
    definition = sailing()
    for name in ("watcher", "logger", "cruise_manager", "event_manager", "template_manager", "guest"):
        for attempt in (
            lambda by: actions.set_mode(actor=TESTS, by=by, mode="idle"),
            lambda by: actions.set_config(actor=TESTS, by=by, logger="gyro", config="gyro-off"),
            lambda by: actions.restart_logger(actor=TESTS, by=by, logger="gyro"),
            lambda by: actions.delete_definition(actor=TESTS, by=by),
            lambda by: actions.apply_definition(actor=TESTS, by=by, definition=definition, preserve=False),
        ):
            with pytest.raises(NotAllowed):
                attempt(people(name))
    assert planned_configs() == {"gyro": "gyro-net", "wind": "wind-on"}


def test_admins_and_logger_managers_may(admin: User, logger_manager: User) -> None:
    sailing()
    actions.set_mode(actor=TESTS, by=logger_manager, mode="idle")
    actions.set_mode(actor=TESTS, by=admin, mode="sail")
    assert planned_configs() == {"gyro": "gyro-net", "wind": "wind-on"}
