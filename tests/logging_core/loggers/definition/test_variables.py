"""Variables of a cruise definition, as the table of the format says."""

import pytest

from tests.logging_core.loggers.definition.writing import error, expanded, loaded

GLOBALS = (
    "variables: {n: 9600, s: '9600', b: true, l: [1, 2], z: null, k: Key, p: '/x/<<n>>', m: {a: 1}, e: '', "
    "d: '<<no|5>>'}\n"
)
LOGGER = "loggers: {one: {configs: {'off': {}}}}\n"


def becomes(tmp_path, written):
    return expanded(tmp_path, f"{GLOBALS}{LOGGER}cruise:\n  it: {written}\n")["cruise"]["it"]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("<<n>>", 9600),
        ("x<<n>>", "x9600"),
        ("<<s>>", "9600"),
        ("<<n>><<n>>", "96009600"),
        ("x<<b>>", "xTrue"),
        ("x<<z>>", "xNone"),
        ("x<<l>>", "x[1, 2]"),
        ("<<l>>", [1, 2]),
        ("<<m>>", {"a": 1}),
        ("\n  - <<l>>\n  - 3", [[1, 2], 3]),
        ("{<<k>>: 1}", {"Key": 1}),
        ("{<<n>>: 1}", {9600: 1}),
        ("<<p>>", "/x/9600"),
        ("<<no|10>>", 10),
        ("v-<<no|10>>", "v-10"),
        ("<<no|true>>", True),
        ("<<no|True>>", "True"),
        ("<<no|>>", ""),
        ("<<no|<<n>>>>", 9600),
        ("<<no|<<s>>>>", "9600"),
        ("<<z|5>>", None),
        ("<<e|5>>", ""),
        ("<<no|1.5>>", 1.5),
        ("<<no|null>>", None),
        ("'<<no|\"quoted\">>'", "quoted"),
        ("'<<no|[1, 2]>>'", [1, 2]),
        ("'<<no|{\"a\": 1}>>'", {"a": 1}),
        ("<<no|1_000>>", 1000),
        ("<<no|007>>", 7),
        ("<<no|yes>>", "yes"),
        ("<<no|0x10>>", "0x10"),
        ("<<no|  9  >>", 9),
        ("<<no|x|y>>", "x|y"),
        ("<<no|<<nor|10>>>>", 10),
        ("' <<n>>'", " 9600"),
        ("<<d>>", 5),
        ("<<no|<<z>>>>", None),
        ("a >> b", "a >> b"),
    ],
)
def test_a_placeholder_becomes_what_the_format_says(tmp_path, written, value):
    found = becomes(tmp_path, written)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(("written", "name"), [("<<no>>", "no"), ("<<n >>", "n "), ("<< n>>", " n"), ("<<>>", "")])
def test_an_undefined_variable_is_an_error_with_its_key_path(tmp_path, written, name):
    line, path, cause = error(tmp_path, f"{GLOBALS}{LOGGER}cruise:\n  it: x{written}\n")
    assert (line, path) == (4, "cruise.it")
    assert f'the variable "{name}" is not defined' in cause


def test_of_nested_undefined_names_only_the_innermost_is_left(tmp_path):
    assert '"b2"' in error(tmp_path, f"{LOGGER}cruise: {{it: <<a|<<b2>>>>}}\n")[2]


def test_an_opening_without_its_end_is_an_error_with_its_place(tmp_path):
    line, path, cause = error(tmp_path, f"{GLOBALS}{LOGGER}cruise:\n  it: a <<n\n")
    assert (line, path) == (4, "cruise.it")
    assert '"<<" without ">>"' in cause


def test_every_undefined_variable_is_told_at_once(tmp_path):
    outcome = loaded(tmp_path, f"{LOGGER}cruise: {{one: <<a>>-<<b>>, two: [<<c>>], <<d>>: 1}}\n")
    assert [problem.cause.split('"')[1] for problem in outcome.errors] == ["a", "b", "c", "d"]


def test_a_list_cannot_be_a_key(tmp_path):
    assert "cannot be a key" in error(tmp_path, f"{GLOBALS}{LOGGER}cruise: {{<<l>>: 1}}\n")[2]


def test_two_keys_that_become_equal_are_told(tmp_path):
    outcome = loaded(tmp_path, f"{GLOBALS}{LOGGER}cruise: {{Key: 1, <<k>>: 2}}\n")
    assert outcome.definition.as_dict()["cruise"] == {"Key": 2}
    assert any("two keys become" in problem.cause for problem in outcome.warnings)


def test_a_circle_of_variables_is_named(tmp_path):
    text = f"variables: {{a: <<b>>, b: 'x<<c>>', c: <<a>>}}\n{LOGGER}cruise: {{it: <<a>>}}\n"
    assert "a -> b -> c -> a" in error(tmp_path, text)[2]


def test_a_variable_that_refers_to_itself_is_named(tmp_path):
    assert "a -> a" in error(tmp_path, f"variables: {{a: <<a>>}}\n{LOGGER}cruise: {{it: <<a>>}}\n")[2]


def test_variables_that_are_a_list_are_named(tmp_path):
    assert error(tmp_path, f"variables: [1]\n{LOGGER}")[:2] == (1, "variables")


@pytest.mark.parametrize("empty", ["", "null", "{}"])
def test_empty_variables_are_none(tmp_path, empty):
    assert expanded(tmp_path, f"variables: {empty}\n{LOGGER}")["default_mode"] == "default"


def test_variables_that_multiply_each_other_are_stopped(tmp_path):
    lines = "".join(f"  v{n}: '<<v{n + 1}>><<v{n + 1}>><<v{n + 1}>><<v{n + 1}>>'\n" for n in range(20))
    outcome = loaded(tmp_path, f"variables:\n{lines}  v20: xxxxxxxxxx\n{LOGGER}cruise: {{it: <<v0>>}}\n")
    assert "grows longer" in outcome.errors[0].cause


def test_lists_that_multiply_each_other_are_stopped(tmp_path):
    lines = "".join(f"  v{n}: [<<v{n + 1}>>, <<v{n + 1}>>, <<v{n + 1}>>, <<v{n + 1}>>]\n" for n in range(20))
    outcome = loaded(tmp_path, f"variables:\n{lines}  v20: 1\n{LOGGER}cruise: {{it: <<v0>>}}\n")
    assert "beyond all measure" in outcome.errors[0].cause
