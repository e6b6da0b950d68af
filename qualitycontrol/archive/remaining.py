"""What of an old day file stays: every record that is not replaced, byte for byte."""

import itertools
from collections.abc import Iterable, Iterator

from qualitycontrol.archive import spans
from qualitycontrol.archive.formats.miniseed import Table, read_table
from qualitycontrol.archive.formats.miniseed.encodings import ENCODINGS, quality_letter
from qualitycontrol.archive.formats.miniseed.samples import Piece, Style, encoded, joined, pieces
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.spans import Span
from qualitycontrol.archive.sweep import period_ns

Records = list[tuple[int, bytes]]  # start in ns UTC, and the bytes


def all_records(table: Table) -> Records:
    """Those of logs and without samples, too."""
    others = [(start, table.data[offset : offset + length]) for offset, length, start in table.others]
    return others + [(start, table.record(row)) for row, start in enumerate(table.start.tolist())]


def without_replaced(old: Table, nslc: Nslc, replaced: list[Span]) -> tuple[Records, Records]:
    """Records that stay as they are, and new ones for what stays of those that are cut.

    A sample is replaced when its time and half a period lie in `replaced`, the counterpart of `placing.py`.
    """
    kept = [(start, old.data[offset : offset + length]) for offset, length, start in old.others]
    rests: Records = []
    for row, start in enumerate(old.start.tolist()):
        half, own = period_ns(old.rate[row]) // 2, old.source_ids[old.stream[row]] == nslc.source_id
        if own and spans.inside(replaced, start + half, int(old.end[row]) - half + 1):
            rests += as_records(nslc, _rest(old, row, replaced), style_of(old, row))
        else:
            kept.append((start, old.record(row)))
    return kept, rests


def as_records(nslc: Nslc, parts: Iterable[Piece], style: Style) -> Records:
    data = b"".join(record for piece in joined(parts) for record in encoded(nslc, piece, style))
    return all_records(read_table(data))


def _rest(old: Table, row: int, replaced: list[Span]) -> Iterator[Piece]:
    """The runs of samples of one record that are not replaced."""
    (piece,) = pieces(old, [row])
    half, index = period_ns(piece.rate) // 2, 0
    middles = (piece.time(number) + half for number in range(len(piece.samples)))
    for gone, group in itertools.groupby(middles, key=lambda middle: _inside(middle, replaced)):
        count = len(list(group))
        if not gone:
            yield Piece(piece.time(index), piece.samples[index : index + count], piece.rate)
        index += count


def _inside(instant: int, replaced: list[Span]) -> bool:
    return any(start <= instant < end for start, end in replaced)


def style_of(table: Table, row: int) -> Style:
    """As the record was, or the nearest this product writes."""
    codes = {int(code): name for name, code in ENCODINGS.items() if name != "INT_24"}
    letter = quality_letter(int(table.version[row]))
    return Style(
        blocksize=max(128, 1 << (int(table.length[row]) - 1).bit_length()),
        encoding=codes.get(int(table.encoding[row]), "STEIM2"),
        quality=letter if letter in "RDQM" else "M",
    )
