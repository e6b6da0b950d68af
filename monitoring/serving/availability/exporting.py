"""The answer of the availability service without HTTP: for a file or a terminal."""

from dataclasses import dataclass

from monitoring.serving import question
from monitoring.serving.availability import service
from monitoring.serving.service import archive_of

FORMATS = ("text", "geocsv", "json", "request")


@dataclass(frozen=True)
class Export:
    """`text` is empty when the archive has nothing of what was asked for."""

    archive: str
    spans: int
    text: str


def export(*, archive: str, streams: list[str], told: dict[str, str]) -> Export:
    """`streams` are patterns N.S.L.C, `told` parameters of the service by name; the archive "" is the final one.

    Raises NotFound, BadInput, and TooMuch above a million segments.
    """
    held = archive_of(archive)
    asked = question.by_hand(streams, told, service.SERVICE.parameters_of("query"))
    spans = service.found(held, asked)
    return Export(held.name, len(spans), service.written(spans, asked).content.decode())
