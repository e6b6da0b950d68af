"""The text answer of FDSN's availability service, and the shorter lines `N S L C START END`."""

from collections.abc import Iterator

from monitoring.web.trouble import temporary
from qualitycontrol.archive import instants
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.spans import Span

WHEN = ("earliest", "latest")


def read(text: str) -> Iterator[tuple[Nslc, Span]]:
    """One span a line; a heading says in which columns the times stand, without one they are the last two.

    Raises Trouble for what is no such text.
    """
    places = (-2, -1)
    for line in text.splitlines():
        if line.startswith("#"):
            places = _places(line, places)
        elif line.strip():
            yield _span(line, places)


def _places(heading: str, before: tuple[int, int]) -> tuple[int, int]:
    words = heading.lstrip("#").lower().split()
    if not set(WHEN) <= set(words):
        return before
    first, last = (words.index(word) for word in WHEN)
    return first, last


def _span(line: str, places: tuple[int, int]) -> tuple[Nslc, Span]:
    words = line.split()
    try:
        stream = Nslc.parse(".".join(words[:4]))
        start, end = (instants.parse(words[place]) for place in places)
    except (ValueError, IndexError):
        raise temporary("bad_answer", f"the availability answer is not understood: {line[:100]!r}") from None
    return stream, (start, end)
