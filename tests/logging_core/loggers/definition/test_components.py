"""Every config is built once when a definition is checked."""

import sys

import pytest

from logging_core.loggers.base.site import Site
from logging_core.loggers.definition.loading import load
from tests.logging_core.loggers.definition.writing import error, loaded

HEAD = "loggers:\n  gyr1:\n    configs:\n      net:\n"
WRITER = "        writers: {class: TextFileWriter}\n"


@pytest.mark.parametrize(
    ("reader", "path", "words"),
    [
        ("{class: SerialReeder}", "readers.class", 'did you mean "SerialReader"'),
        ("{class: UDPWriter}", "readers.class", "UDPWriter is a writer, not a reader"),
        ("{class: NetworkReader}", "readers.class", "use UDPReader"),
        ("{kwargs: {}}", "readers", 'needs a "class"'),
        ("{class: UDPReader}", "readers.kwargs", 'needs the argument "port"'),
        ("{class: UDPReader, kwargs: {port: 1, prt: 2}}", "readers.kwargs.prt", 'did you mean "port"'),
        ("{class: UDPReader, kwargs: {port: [1]}}", "readers.kwargs.port", "expected an integer"),
        ("{class: UDPReader, kwargs: {port: 99999}}", "readers.kwargs", "is not between 0 and 65535"),
        ("{class: SerialReader, kwargs: {port: /x, parity: Q}}", "readers.kwargs", "parity"),
        ("{class: UDPReader, kwargs: {port: 1, encoding: utf-99}}", "readers.kwargs.encoding", "is not known"),
        (
            "{class: UDPReader, kwargs: {port: 1, encoding_errors: maybe}}",
            "readers.kwargs.encoding_errors",
            "is not known",
        ),
        ("{class: UDPReader, kwargs: {port: 1, quiet: loud}}", "readers.kwargs.quiet", "expected true or false"),
        (
            "{class: PolledSerialReader, kwargs: {port: /x, baud: 1}}",
            "readers.kwargs.baud",
            'did you mean "baudrate"',
        ),
        ("{class: PolledSerialReader}", "readers.kwargs", 'needs the argument "port"'),
        ("{class: system, module: os}", "readers.class", "not among the plug-in packages"),
        ("{class: UDPReader, modul: x, kwargs: {port: 1}}", "readers.modul", 'did you mean "module"'),
        (
            "[{class: ComposedReader, kwargs: {readers: [{class: Nope}]}}]",
            "readers[0].kwargs.readers[0].class",
            "Nope",
        ),
    ],
)
def test_a_component_that_cannot_be_built_is_told_with_logger_config_and_line(tmp_path, reader, path, words):
    line, found, cause = error(tmp_path, f"{HEAD}        readers: {reader}\n{WRITER}")
    assert line == 5
    assert found == f"configs.gyr1-net.{path}"
    assert cause.startswith("logger gyr1: ")
    assert words in cause


def test_an_unknown_key_of_a_config_is_refused(tmp_path):
    assert "unknown key of a config" in error(tmp_path, f"{HEAD}        reeders: {{}}\n")[2]


def test_check_format_of_older_files_is_a_warning(tmp_path):
    outcome = loaded(tmp_path, f"{HEAD}        check_format: true\n        readers: {{class: TextFileReader}}\n")
    assert outcome.errors == []
    assert "not needed any more" in outcome.warnings[0].cause


def test_empty_sections_are_allowed(tmp_path):
    text = f"{HEAD}        readers: {{class: TextFileReader}}\n        transforms:\n{WRITER}"
    text += "        stderr_writers: []\n"
    assert loaded(tmp_path, text).errors == []


@pytest.mark.parametrize(
    "module", ["logger.transforms.interpolation_transform", "logger.transforms.regex_parse_transform"]
)
def test_module_paths_of_older_files_mean_our_own_classes(tmp_path, module):
    text = f"{HEAD}        readers: {{class: TextFileReader}}\n"
    text += f"        transforms: {{class: StripTransform, module: {module}}}\n{WRITER}"
    assert loaded(tmp_path, text).errors == []


def test_a_module_is_not_imported_unless_the_operator_allows_its_package(tmp_path, monkeypatch):
    (tmp_path / "ship_plugins").mkdir()
    (tmp_path / "ship_plugins" / "__init__.py").touch()
    (tmp_path / "ship_plugins" / "depth.py").write_text(
        "from logging_core.loggers.base.component import Reader\nclass DepthReader(Reader):\n    pass\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "c.yaml").write_text(
        f"{HEAD}        readers: {{class: DepthReader, module: ship_plugins.depth}}\n{WRITER}"
    )
    assert load(tmp_path / "c.yaml").definition is None
    assert "ship_plugins.depth" not in sys.modules
    site = Site(base_dir=tmp_path, plugin_packages=frozenset({"ship_plugins"}))
    assert load(tmp_path / "c.yaml", site=site).errors == []


def test_checking_opens_nothing(tmp_path):
    text = f"{HEAD}        readers: {{class: SerialReader, kwargs: {{port: /dev/nowhere}}}}\n"
    text += f"        writers: {{class: LogfileWriter, kwargs: {{filebase: {tmp_path}/new/x}}}}\n"
    assert loaded(tmp_path, text).errors == []
    assert not (tmp_path / "new").exists()
