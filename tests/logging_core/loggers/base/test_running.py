"""Configs of a definition as they run, with real ports and files."""

import os
import pty
import socket
import tty

import pytest

from logging_core.loggers.base.building import BadConfig, build_pipeline, build_stderr_writer, is_runnable
from logging_core.loggers.base.component import EndOfInput
from logging_core.loggers.base.site import Site
from logging_core.loggers.definition.loading import load
from logging_core.loggers.readers.udp import UDPReader
from tests.logging_core.loggers.reading import free_port, records
from tests.logging_core.loggers.seen import NBP1406, needs_nbp1406


def test_a_config_that_cannot_be_built_tells_everything():
    config = {"readers": [{"class": "UDPReader"}, {"class": "Nope"}], "extra": 1}
    with pytest.raises(BadConfig) as bad:
        build_pipeline(config, Site())
    assert [path for path, _ in bad.value.complaints] == [
        ("extra",),
        ("readers", 0, "kwargs"),
        ("readers", 1, "class"),
    ]


def test_an_empty_config_is_not_running():
    assert not is_runnable({})
    assert is_runnable({"readers": {"class": "TextFileReader"}})


def test_common_arguments_and_mirrors(tmp_path):
    (tmp_path / "in").write_text("a\nb\n")
    mirror = {"class": "TextFileWriter", "kwargs": {"filename": str(tmp_path / "mirror")}}
    reader = {
        "class": "TextFileReader",
        "kwargs": {"file_spec": str(tmp_path / "in"), "quiet": True, "mirror_to": mirror},
    }
    writer = {"class": "TextFileWriter", "kwargs": {"filename": str(tmp_path / "out"), "encoding": "utf-16-le"}}
    build_pipeline({"readers": reader, "writers": [writer]}, Site()).run()
    assert (tmp_path / "mirror").read_text() == "a\nb\n"
    assert (tmp_path / "out").read_bytes() == "a".encode("utf-16-le") + b"\n" + "b".encode("utf-16-le") + b"\n"


def test_writers_for_the_log_lines_of_a_logger(tmp_path):
    transform = {"class": "ToDASRecordTransform", "kwargs": {"field_name": "stderr:logger:gyr1"}}
    writer = {"class": "TextFileWriter", "kwargs": {"filename": str(tmp_path / "log")}}
    composed = {"class": "ComposedWriter", "kwargs": {"transforms": [transform], "writers": [writer]}}
    build_stderr_writer({"stderr_writers": composed}, Site()).write("a line")
    assert '"stderr:logger:gyr1": "a line"' in (tmp_path / "log").read_text()
    assert build_stderr_writer({}, Site()) is None


@needs_nbp1406
def test_a_serial_logger_of_a_ship_writes_its_file_and_sends_to_the_network(tmp_path):
    outcome = load(NBP1406 / "test/NBP1406/NBP1406_cruise.yaml", NBP1406)
    config = outcome.definition.config("gyr1-net+file")
    sensor, other = pty.openpty()
    tty.setraw(sensor)
    port = free_port(socket.SOCK_DGRAM)
    config["readers"][0]["kwargs"]["port"] = os.ttyname(other)
    config["writers"][0]["kwargs"]["filebase"] = str(tmp_path / "raw" / "NBP1406_gyr1")
    config["writers"][1]["kwargs"]["writers"][0]["kwargs"] = {"port": port, "destination": "127.0.0.1"}
    network = UDPReader(port=port)
    network.read()
    pipeline = build_pipeline(config, Site(base_dir=NBP1406))
    pipeline.step()
    os.write(sensor, b"$HEHDT,218.53,T*12\r\n")
    while pipeline.step() is None:
        pass
    (sent,) = records(network, 1)
    (path,) = (tmp_path / "raw").iterdir()
    assert sent == f"gyr1 {path.read_text().strip()}"
    assert path.read_text().endswith("Z $HEHDT,218.53,T*12\n")
    pipeline.close()
    network.close()


@needs_nbp1406
def test_raw_logs_of_a_ship_replayed_through_its_parser_give_values(tmp_path):
    config = load(NBP1406 / "test/NBP1406/NBP1406_cruise.yaml", NBP1406).definition.config("parse_data-on")
    parser = config["transforms"][0]
    for log in sorted((NBP1406 / "raw").iterdir()):
        name = log.name.split("_")[1].split("-")[0]
        pipeline = build_pipeline(
            {
                "readers": {"class": "LogfileReader", "kwargs": {"filebase": str(log)}},
                "transforms": [{"class": "PrefixTransform", "kwargs": {"prefix": name}}, parser],
                "writers": {"class": "TextFileWriter", "kwargs": {"filename": str(tmp_path / name)}},
            },
            Site(base_dir=NBP1406),
        )
        with pytest.raises(EndOfInput):
            while True:
                pipeline.step()
        pipeline.close()
        assert len((tmp_path / name).read_text().splitlines()) == 1500
        assert sum(part.tally.total() for part in pipeline.parts()) == 0
