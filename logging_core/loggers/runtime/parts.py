"""The parts of a pipeline by their place in the config."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from logging_core.loggers.base.component import Component, Reader
from logging_core.loggers.base.composed import ComposedReader, ComposedWriter
from logging_core.loggers.base.mirrored import MirroredReader, MirroredTransform
from logging_core.loggers.base.pipeline import Pipeline


class NamedPart(NamedTuple):
    """`path` as in `status.Part`; `counted` is what stands around the part and has its count."""

    path: str
    part: Component
    counted: Component


def named_parts(pipeline: Pipeline) -> list[NamedPart]:
    return [
        *_listed("readers", pipeline.reader.readers),
        *_listed("transforms", pipeline.writer.transforms),
        *_listed("writers", pipeline.writer.writers),
    ]


def named(path: str, part: Component) -> Iterator[NamedPart]:
    """A part and all parts inside it."""
    if isinstance(part, MirroredReader | MirroredTransform):
        inner, writer = part.parts()
        for found in named(path, inner):
            yield found._replace(counted=part) if found.part is inner else found
        yield from named(f"{path}.mirror_to", writer)
        return
    yield NamedPart(path, part, part)
    if isinstance(part, ComposedReader):
        yield from _listed(f"{path}.readers", part.readers)
    if isinstance(part, ComposedReader | ComposedWriter):
        yield from _listed(f"{path}.transforms", part.transforms)
    if isinstance(part, ComposedWriter):
        yield from _listed(f"{path}.writers", part.writers)
    if not isinstance(part, ComposedReader | ComposedWriter):
        for inner in part.parts():
            yield from named(f"{path}.{'reader' if isinstance(inner, Reader) else 'writer'}", inner)


def _listed(path: str, parts: Iterable[Component]) -> Iterator[NamedPart]:
    for number, part in enumerate(parts):
        yield from named(f"{path}.{number}", part)
