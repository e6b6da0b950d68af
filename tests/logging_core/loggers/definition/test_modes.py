"""The forms of modes."""

import pytest

from tests.logging_core.loggers.definition.writing import error, expanded, loaded

LOGGERS = "loggers: {a: {configs: {x: {}, y: {}}}, b: {configs: {x: {}}}}\n"


@pytest.mark.parametrize("absent", ["", "modes:\n", "modes: {}\n"])
def test_without_modes_one_takes_the_first_config_of_every_logger(tmp_path, absent):
    found = expanded(tmp_path, f"{LOGGERS}{absent}default_mode: other\n")
    assert found["modes"] == {"default": {"a": "a-x", "b": "b-x"}}
    assert found["default_mode"] == "default"


def test_a_list_takes_the_logger_of_each_config(tmp_path):
    found = expanded(tmp_path, f"{LOGGERS}modes: {{one: [b-x, a-y]}}")
    assert found["modes"] == {"one": {"a": "a-y", "b": "b-x"}}
    assert found["default_mode"] == "one"


def test_a_shared_config_goes_to_the_first_logger(tmp_path):
    text = "loggers: {a: {configs: [s]}, b: {configs: [s, t]}}\nconfigs: {s: {}, t: {}}\nmodes: {m: [s, t]}"
    assert expanded(tmp_path, text)["modes"] == {"m": {"a": "s", "b": "t"}}


def test_of_two_configs_for_a_logger_the_last_counts_with_a_warning(tmp_path):
    outcome = loaded(tmp_path, f"{LOGGERS}modes: {{m: [a-x, a-y, b-x]}}")
    assert outcome.definition.modes["m"]["a"] == "a-y"
    assert outcome.warnings


def test_a_list_that_leaves_a_logger_out_is_refused(tmp_path):
    line, path, cause = error(tmp_path, f"{LOGGERS}modes:\n  m: [a-x]\n")
    assert (line, path) == (3, "modes.m")
    assert "no config defined for b in mode m" in cause


def test_a_list_with_an_unknown_config_is_refused(tmp_path):
    _, path, cause = error(tmp_path, f"{LOGGERS}modes: {{m: [a-x, b-x, nope]}}")
    assert path == "modes.m[2]"
    assert 'no logger found for "nope" in mode m' in cause


def test_a_mapping_may_leave_loggers_out_with_a_warning(tmp_path):
    outcome = loaded(tmp_path, f"{LOGGERS}modes: {{m: {{a: a-y}}}}")
    assert outcome.definition.modes == {"m": {"a": "a-y"}}
    assert "no config defined for b" in outcome.warnings[0].cause


@pytest.mark.parametrize(
    ("mode", "path", "words"),
    [
        ("{a: nope, b: b-x}", "modes.m.a", 'unknown config "nope"'),
        ("{a: a-x, b: b-x, c: a-x}", "modes.m.c", 'unknown logger "c"'),
        ("text", "modes.m", "a mode is a mapping of loggers to configs or a list of configs, not a text"),
    ],
)
def test_a_bad_mode_is_refused_with_its_place(tmp_path, mode, path, words):
    line, found, cause = error(tmp_path, f"{LOGGERS}modes:\n  m: {mode}\n")
    assert (line, found) == (3, path)
    assert words in cause


def test_modes_that_are_a_list_are_refused(tmp_path):
    assert error(tmp_path, f"{LOGGERS}modes: [a-x]")[:2] == (2, "modes")


def test_an_unknown_default_mode_is_refused_with_the_names(tmp_path):
    line, path, cause = error(tmp_path, f"{LOGGERS}modes: {{m: [a-x, b-x]}}\ndefault_mode: n\n")
    assert (line, path) == (3, "default_mode")
    assert "known: m" in cause
