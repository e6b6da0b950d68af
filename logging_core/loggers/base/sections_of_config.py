"""The keys of one logger config."""

READER, TRANSFORM, WRITER = "reader", "transform", "writer"

SECTIONS = {"readers": READER, "transforms": TRANSFORM, "writers": WRITER, "stderr_writers": WRITER}
"""Lists of components of a config and what they hold."""

NESTED = {
    "readers": READER,
    "reader": READER,
    "transforms": TRANSFORM,
    "writers": WRITER,
    "writer": WRITER,
    "mirror_to": WRITER,
}
"""Arguments that are built as components wherever they occur."""

COMMON = ("quiet", "encoding", "encoding_errors", "mirror_to")
"""Arguments that every component takes."""

OTHER_KEYS = ("interval", "name", "host_id", "host", "check_format")
"""Keys of a config that are no components; check_format is from an older form and means nothing."""
