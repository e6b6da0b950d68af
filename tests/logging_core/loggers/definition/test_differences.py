"""What a new definition changes."""

from logging_core.loggers.definition.differences import Change, differences, restarts

BEFORE = {
    "cruise": {"id": "A"},
    "loggers": {"a": {"configs": ["a-x"]}, "b": {"configs": ["b-x"]}, "c": {"configs": ["c-x"]}},
    "configs": {"a-x": {"interval": 1}, "b-x": {}, "c-x": {}},
    "modes": {"m": {"a": "a-x"}},
    "default_mode": "m",
}


def test_equal_definitions_differ_in_nothing():
    assert not differences(BEFORE, BEFORE)


def test_a_changed_config_changes_its_logger_only():
    after = {**BEFORE, "configs": {**BEFORE["configs"], "a-x": {"interval": 2}}}
    found = differences(BEFORE, after)
    assert found.loggers == Change([], [], ["a"])
    assert found.configs == Change([], [], ["a-x"])
    assert found.default_mode is None


def test_what_comes_and_goes_is_named():
    after = {
        "cruise": {"id": "B"},
        "loggers": {"a": {"configs": ["a-x"]}, "d": {"configs": ["d-x"]}},
        "configs": {"a-x": {"interval": 1}, "d-x": {}},
        "modes": {"n": {"a": "a-x"}},
        "default_mode": "n",
    }
    found = differences(BEFORE, after)
    assert found.loggers == Change(["d"], ["b", "c"], [])
    assert found.modes == Change(["n"], ["m"], [])
    assert found.top == Change([], [], ["cruise"])
    assert found.default_mode == ("m", "n")


def test_only_what_changed_restarts():
    assert restarts({"a": {"x": 1}, "b": {}}, {"a": {"x": 1}, "b": {"y": 1}}) == Change([], [], ["b"])
