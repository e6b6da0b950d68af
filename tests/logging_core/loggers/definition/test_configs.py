"""Inline configs, lists of configs, and their names."""

from tests.logging_core.loggers.definition.writing import error, expanded, loaded


def test_inline_configs_get_the_name_of_their_logger_after_those_at_the_top(tmp_path):
    text = """
    loggers:
      b: {configs: {'off': {}, net: {}}}
      a: {configs: [top, b-net]}
    configs: {top: {}, unused: {}}
    """
    found = expanded(tmp_path, text)
    assert list(found["configs"]) == ["top", "unused", "b-off", "b-net"]
    assert found["loggers"] == {"b": {"configs": ["b-off", "b-net"]}, "a": {"configs": ["top", "b-net"]}}


def test_an_inline_config_replaces_one_at_the_top_with_a_warning(tmp_path):
    outcome = loaded(tmp_path, "loggers: {a: {configs: {net: {interval: 1}}}}\nconfigs: {a-net: {}}")
    assert outcome.definition.config("a-net") == {"interval": 1}
    assert any('replaces the config "a-net"' in problem.cause for problem in outcome.warnings)


def test_an_unknown_config_of_a_list_is_named_with_line_and_key_path(tmp_path):
    text = "loggers:\n  a:\n    configs:\n    - a-net\nconfigs:\n  a-nett: {}\n"
    line, path, cause = error(tmp_path, text)
    assert (line, path) == (4, "loggers.a.configs[0]")
    assert 'config "a-net" not found' in cause
    assert 'did you mean "a-nett"' in cause


def test_two_loggers_may_share_a_config(tmp_path):
    text = "loggers: {a: {configs: ['off']}, b: {configs: ['off']}}\nconfigs: {'off': {}}"
    assert expanded(tmp_path, text)["modes"] == {"default": {"a": "off", "b": "off"}}


def test_an_unquoted_off_is_the_word_and_a_warning(tmp_path):
    text = "loggers: {a: {configs: {off: {}, on: {}}}}\nmodes:\n  off: [a-off]\n  on: {a: a-on}\ndefault_mode: off"
    outcome = loaded(tmp_path, text)
    found = outcome.definition.as_dict()
    assert list(found["configs"]) == ["a-off", "a-on"]
    assert list(found["modes"]) == ["off", "on"]
    assert found["default_mode"] == "off"
    assert [problem.place.line for problem in outcome.warnings if "unquoted" in problem.cause] == [1, 1, 3, 4]


def test_an_empty_inline_config_is_read_as_not_running(tmp_path):
    outcome = loaded(tmp_path, "loggers: {a: {configs: {'off': }}}")
    assert outcome.definition.config("a-off") == {}
    assert outcome.warnings


def test_dates_stay_the_text_they_were_written_as(tmp_path):
    text = "cruise: {id: X, start: 2026-05-01, end: 2026-06-01T00:00:00Z}\nloggers: {a: {configs: {o: {}}}}"
    assert expanded(tmp_path, text)["cruise"] == {"id": "X", "start": "2026-05-01", "end": "2026-06-01T00:00:00Z"}


def test_a_place_is_kept_for_every_part_of_a_config(tmp_path):
    text = "loggers:\n  a:\n    configs:\n      net:\n        readers:\n        - class: UDPReader\n"
    text += "          kwargs:\n"
    outcome = loaded(tmp_path, text + "            port: 7\n        writers: {class: TextFileWriter}\n")
    assert outcome.definition.place(("a-net", "readers", 0, "kwargs", "port")).line == 8
