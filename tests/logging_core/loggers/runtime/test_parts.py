"""Parts of a pipeline are named by their place in the config and counted where they stand."""

from logging_core.loggers.base.building import build_pipeline
from logging_core.loggers.base.component import EndOfInput
from logging_core.loggers.base.site import Site
from logging_core.loggers.runtime.child.figures import Meter, Seen
from logging_core.loggers.runtime.parts import named_parts
from tests.logging_core.loggers.runtime.running import component, text_file


def test_every_part_has_its_place_and_its_count(tmp_path):
    (tmp_path / "in").write_text("a\nb\nc\n")
    mirror = text_file(tmp_path / "mirror")
    only_a = component("RegexFilterTransform", pattern="a")
    inner = component("ComposedWriter", transforms=[only_a], writers=[text_file(tmp_path / "inner")])
    config = {
        "readers": [component("TextFileReader", file_spec=str(tmp_path / "in"), mirror_to=mirror)],
        "transforms": [component("PrefixTransform", prefix="p"), component("StripTransform", chars="x")],
        "writers": [text_file(tmp_path / "out"), inner],
    }
    pipeline = build_pipeline(config, Site())
    parts = named_parts(pipeline)
    seen = Seen()
    try:
        while True:
            seen.add(pipeline.step())
    except EndOfInput:
        pipeline.close()
    figures = Meter(seen, lambda: parts).figures()
    assert {part["path"]: (part["class"], part["count"]) for part in figures["parts"]} == {
        "readers.0": ("TextFileReader", 3),
        "readers.0.mirror_to": ("FileWriter", 3),
        "transforms.0": ("PrefixTransform", 3),
        "transforms.1": ("StripTransform", 3),
        "writers.0": ("FileWriter", 3),
        "writers.1": ("ComposedWriter", 3),
        "writers.1.transforms.0": ("RegexFilterTransform", 1),
        "writers.1.writers.0": ("FileWriter", 1),
    }
    assert figures["last_lines"] == ["a", "b", "c"]
    assert figures["records"] == 3
    waiting = {part["path"]: part["waiting"] for part in figures["parts"]}
    assert waiting["readers.0.mirror_to"] is None
    assert waiting["writers.0"] is None


def test_what_a_sensor_sends_is_shown_without_controls():
    seen = Seen()
    seen.add(["\x1b[2J\u202etext\ud800\n", b"\xff\x00raw", {"a": 1}])
    assert Meter(seen, list).figures()["last_lines"] == [
        "\\x1b[2J\\u202etext\\ud800\\x0a",
        "\\xff\\x00raw",
        '{"a": 1}',
    ]
