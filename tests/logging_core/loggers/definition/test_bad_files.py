"""Bad files: each gives file, line, key path and cause, all of them in one go."""

import time
import tracemalloc

import pytest

from logging_core.loggers.definition.loading import load
from tests.logging_core.loggers.definition.writing import error, loaded

GOOD = "loggers: {a: {configs: {'off': {}}}}\n"


def test_a_file_that_is_not_there_is_one_error_with_its_path(tmp_path):
    outcome = load(tmp_path / "none.yaml")
    assert [str(problem) for problem in outcome.errors] == [
        f"{tmp_path}/none.yaml: error: the file cannot be read: No such file or directory"
    ]


@pytest.mark.parametrize(
    ("text", "line", "path", "words"),
    [
        ("loggers: {a: [\n", 2, "", "not YAML"),
        ("loggers:\n\ta: 1\n", 2, "", "a tab cannot indent YAML"),
        ("cruise: {id: a: b}\n", 1, "", "not YAML"),
        ("", 0, "", "the file is empty"),
        ("cruise: {id: x}\n", 1, "loggers", 'needs the key "loggers"'),
        ("- a\n", 1, "", "expected a mapping"),
        ("text\n", 1, "", "expected a mapping"),
        ("loggers:\n", 1, "loggers", "names no logger"),
        ("loggers: {}\n", 1, "loggers", "names no logger"),
        ("loggers: [a]\n", 1, "loggers", "expected a mapping, found a list"),
        ("loggers:\n  a:\n", 2, "loggers.a", "a logger is a mapping with its configs, not nothing"),
        ("loggers:\n  a: 5\n", 2, "loggers.a", "a logger is a mapping with its configs, not a number"),
        ("loggers:\n  a: {host: h}\n", 2, "loggers.a.configs", "the logger has no configs"),
        ("loggers:\n  a:\n    configs: text\n", 3, "loggers.a.configs", "found a text"),
        ("loggers:\n  a:\n    configs:\n      x: text\n", 4, "configs.a-x", "a config is a mapping, not a text"),
        (GOOD + "cruise: {it: !!python/object:os.system x}\n", 2, "", "is not allowed"),
        (GOOD + "cruise: {it: !!python/name:os.system ''}\n", 2, "", "is not allowed"),
        (GOOD + "cruise: {it: !!python/tuple [1]}\n", 2, "", "is not allowed"),
        (GOOD + "cruise: {it: *nothing}\n", 2, "", "alias *nothing"),
        (GOOD + "---\na: 1\n", 2, "", "a second document"),
        (GOOD + "cruise: {? [1] : 2}\n", 2, "", "cannot be a key"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(tmp_path, text, line, path, words):
    found_line, found_path, cause = error(tmp_path, text)
    assert (found_line, found_path) == (line, path)
    assert words in cause


def test_all_errors_are_told_in_one_go(tmp_path):
    text = """\
    loggers:
      a: 5
      b: {configs: [nope]}
      c: {logger_template: none, configs: {x: {}}}
      d: {configs: {x: {readers: {class: NoReader}, writers: {class: UDPWriter}}}}
    modes: text
    cruise: {id: <<undefined>>}
    """
    causes = " | ".join(str(problem) for problem in loaded(tmp_path, text).errors)
    for words in ("loggers.a", "loggers.b.configs[0]", "loggers.c", "NoReader", '"port"', "modes", "undefined"):
        assert words in causes


def test_a_misspelt_key_at_the_top_is_a_warning_with_the_nearest(tmp_path):
    outcome = loaded(tmp_path, GOOD + "logger_template: {}\n")
    assert 'did you mean "logger_templates"' in outcome.warnings[0].cause


def test_a_duplicate_key_is_a_warning_with_both_lines(tmp_path):
    outcome = loaded(tmp_path, GOOD + "cruise:\n  id: a\n  id: b\n")
    assert outcome.definition.as_dict()["cruise"] == {"id": "b"}
    assert outcome.warnings[0].place.line == 4
    assert "in line 3" in outcome.warnings[0].cause


def test_an_alias_bomb_is_refused_quickly(tmp_path):
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
    tracemalloc.start()
    began = time.process_time()
    line, _, cause = error(tmp_path, bomb)
    assert time.process_time() - began < 1
    assert tracemalloc.get_traced_memory()[1] < 100_000_000
    tracemalloc.stop()
    assert "once aliases are put in" in cause
    assert line > 0


@pytest.mark.parametrize("text", ["[" * 1000 + "]" * 1000, "".join(f"{' ' * n}a:\n" for n in range(1000))])
def test_deep_nesting_is_refused(tmp_path, text):
    _, _, cause = error(tmp_path, text)
    assert "nested deeper" in cause or "not YAML" in cause


def test_a_large_file_is_refused_without_reading_it(tmp_path):
    assert "is larger than" in error(tmp_path, "#" * 50_000_000)[2]


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path):
    (tmp_path / "latin.yaml").write_bytes(GOOD.encode() + "cruise: {id: Málaga}\n".encode("latin-1"))
    assert "is not UTF-8 text (line 2)" in load(tmp_path / "latin.yaml").errors[0].cause


def test_an_alias_to_itself_is_refused(tmp_path):
    assert "names nothing that ends before" in error(tmp_path, GOOD + "a: &a [*a]\n")[2]
