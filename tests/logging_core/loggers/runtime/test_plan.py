"""The plan on the disk of the host."""

import pytest

from logging_core.loggers.runtime.plan import NOTHING, checked, keep, kept, runs
from tests.logging_core.loggers.runtime.running import component, config, plan


def test_a_plan_is_kept_as_it_was(tmp_path):
    given = plan({"gyr1": config(component("UDPReader", port=1)), "off": {}}, version=7)
    keep(tmp_path / "plan.json", given)
    assert kept(tmp_path / "plan.json") == given
    assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"version": "1"}', '{"version": 1, "loggers": [1]}'])
def test_a_plan_that_cannot_be_read_is_none(tmp_path, text):
    (tmp_path / "plan.json").write_text(text)
    assert kept(tmp_path / "plan.json") == NOTHING


def test_no_plan_is_none(tmp_path):
    assert kept(tmp_path / "plan.json") == NOTHING


@pytest.mark.parametrize("bad", [None, [], {}, {"version": 1}, {"version": 1, "loggers": {"a": None}}])
def test_what_is_no_plan_is_refused(bad):
    with pytest.raises(ValueError, match="plan"):
        checked(bad)


@pytest.mark.parametrize(
    ("config", "answer"),
    [(None, False), ({}, False), ({"readers": []}, False), ({"readers": [1]}, True), ({"writers": [1]}, True)],
)
def test_a_config_without_readers_and_writers_does_not_run(config, answer):
    assert runs({"config_name": "x", "config": config, "feeds": []}) is answer
