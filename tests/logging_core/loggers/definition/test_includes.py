"""Files that include others."""

import re
import time
import tracemalloc

import pytest

from logging_core.loggers.definition.loading import load
from logging_core.loggers.yaml_files import folders
from tests.logging_core.loggers.definition.writing import error, expanded, loaded

LOGGER = "loggers: {a: {configs: {'off': {}}}}\n"


def test_includes_are_merged_in_order_with_the_main_file_on_top(tmp_path):
    text = f"includes: [one.yaml, two.yaml]\n{LOGGER}cruise: {{id: main, list: [3]}}\n"
    one = "cruise: {id: one, a: 1, list: [1], deep: {x: 1}}\n"
    two = "cruise: {id: two, b: 2, list: [2], deep: {y: 2}}\n"
    found = expanded(tmp_path, text, one=one, two=two)["cruise"]
    assert found == {"id": "main", "a": 1, "b": 2, "list": [1, 2, 3], "deep": {"x": 1, "y": 2}}


def test_templates_of_one_name_are_blended(tmp_path):
    text = "includes: [one.yaml]\nlogger_templates: {t: {configs: {net: {interval: 1}}}}\n"
    text += "loggers: {a: {logger_template: t}}\n"
    one = "logger_templates: {t: {configs: {net: {name: n}}}}\n"
    assert expanded(tmp_path, text, one=one)["configs"]["a-net"] == {"interval": 1, "name": "n"}


def test_a_single_text_is_a_list_of_one(tmp_path):
    assert expanded(tmp_path, f"includes: ' one.yaml '\n{LOGGER}", one="cruise: {id: 1}")["cruise"] == {"id": 1}


def test_a_wildcard_takes_its_files_by_name(tmp_path):
    found = expanded(tmp_path, f"includes: ['t_?.yaml']\n{LOGGER}", t_b="x: [b]", t_a="x: [a]", t_c="x: [c]")
    assert found["x"] == ["a", "b", "c"]


def test_a_wildcard_without_quotes_works_with_a_warning(tmp_path):
    text = f"includes:\n  - *_logger_template.yaml\n{LOGGER}"
    outcome = loaded(tmp_path, text, a_logger_template="cruise: {id: 1}")
    assert outcome.definition.as_dict()["cruise"] == {"id": 1}
    assert outcome.warnings[0].place.line == 2


def test_included_files_may_include_others(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "deep.yaml").write_text("cruise: {id: deep}\n")
    one = "includes_base_dir: sub\nincludes: [deep.yaml]\ncruise: {of: one}\n"
    found = expanded(tmp_path, f"includes: [one.yaml]\n{LOGGER}", one=one)
    assert found["cruise"] == {"id": "deep", "of": "one"}


def test_a_file_included_twice_is_laid_once(tmp_path):
    found = expanded(tmp_path, f"includes: [one.yaml, one.yaml]\n{LOGGER}", one="x: [1]")
    assert found["x"] == [1]


def test_a_circle_of_includes_is_named(tmp_path):
    text = f"includes: [one.yaml]\n{LOGGER}"
    line, _, cause = error(tmp_path, text, one="includes: [two.yaml]", two="cruise: {}\nincludes: [one.yaml]")
    assert "one.yaml -> two.yaml -> one.yaml" in cause
    assert line == 2


def test_a_missing_include_is_an_error_with_its_line(tmp_path):
    line, path, cause = error(tmp_path, f"{LOGGER}includes:\n- none_*.yaml\n")
    assert (line, path) == (3, "includes[0]")
    assert "no file matches none_*.yaml" in cause


def test_a_broken_include_is_an_error_in_its_own_file(tmp_path):
    outcome = loaded(tmp_path, f"includes: [one.yaml]\n{LOGGER}", one="a: [\n")
    assert outcome.errors[0].place.file.endswith("one.yaml")


def test_an_item_that_is_no_text_is_an_error(tmp_path):
    assert error(tmp_path, f"includes: [5]\n{LOGGER}")[1] == "includes[0]"


def test_nothing_outside_of_the_base_is_read(tmp_path):
    base = tmp_path / "base"
    base.mkdir()
    (tmp_path / "secret.yaml").write_text("cruise: {id: secret}\n")
    (base / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    for item in ("../secret.yaml", str(tmp_path / "secret.yaml"), "../*.yaml", "link.yaml", "../../../etc/passwd"):
        assert "outside of the base folder" in error(base, f"includes: ['{item}']\n{LOGGER}")[2]
    assert "outside" in error(base, f"includes_base_dir: ..\n{LOGGER}")[2]


def test_the_base_is_given_or_the_folder_of_the_file(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "one.yaml").write_text("cruise: {id: 1}")
    (tmp_path / "sub" / "main.yaml").write_text(f"includes: [one.yaml]\n{LOGGER}")
    assert load(tmp_path / "sub" / "main.yaml").definition is None
    assert load(tmp_path / "sub" / "main.yaml", tmp_path).definition is not None


@pytest.fixture(scope="module")
def ten_thousand(tmp_path_factory):
    """Files beside each other, and folders with one each."""
    folder = tmp_path_factory.mktemp("many")
    for number in range(10_000):
        (folder / f"i{number:05d}.yaml").write_text("cruise: {id: 1}\n")
    for number in range(2000):
        (folder / f"d{number:05d}").mkdir()
        (folder / f"d{number:05d}" / "x.txt").touch()
    return folder


@pytest.mark.parametrize("pattern", ["i*.yaml", "*", "i0*", "*/*.yaml", "d*/../i*"])
def test_a_wildcard_over_ten_thousand_files_is_refused_at_once(ten_thousand, pattern, monkeypatch):
    """B9, with the limits of time and memory that B8 gives."""
    monkeypatch.setattr(folders, "MOST_NAMES", 13_000)
    began = time.process_time()
    tracemalloc.start()
    line, _, cause = error(ten_thousand, f"includes: ['{pattern}']\n{LOGGER}")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert line == 1
    assert re.search("more than 500 files|more than 13000 files and folders|not allowed", cause), cause
    assert time.process_time() - began < 5  # traced; a second without
    assert most < 50_000_000


def test_a_wildcard_that_fits_few_of_ten_thousand_files_takes_these(ten_thousand):
    assert expanded(ten_thousand, f"includes: ['i0000?.yaml']\n{LOGGER}")["cruise"] == {"id": 1}


def test_five_hundred_includes_are_read_and_one_more_is_refused(tmp_path):
    for number in range(500):
        (tmp_path / f"i{number:03d}.yaml").write_text(f"x: [{number}]\n")
    text = f"includes: ['i*.yaml']\n{LOGGER}"
    assert "more than 500 files are included" in error(tmp_path, text)[2]
    (tmp_path / "i000.yaml").unlink()
    assert expanded(tmp_path, text)["x"] == list(range(1, 500))


def test_variables_are_not_put_into_includes(tmp_path):
    text = f"variables: {{d: one}}\nincludes: ['<<d>>.yaml']\n{LOGGER}"
    assert "no file matches <<d>>.yaml" in error(tmp_path, text, one="cruise: {id: 1}")[2]


def test_included_keys_come_first_so_that_theirs_are_the_defaults(tmp_path):
    one = "loggers: {x: {configs: {on: {}, 'off': {}}}}\nmodes: {early: [x-on, a-off]}\n"
    text = f"includes: [one.yaml]\nmodes: {{late: [x-off, a-off]}}\n{LOGGER}"
    found = expanded(tmp_path, text, one=one)
    assert list(found["loggers"]) == ["x", "a"]
    assert found["default_mode"] == "early"
