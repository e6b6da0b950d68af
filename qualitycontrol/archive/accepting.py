"""The check before a new day file takes the place of the old one: nothing lost, doubled or foreign."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from qualitycontrol.archive import instants, spans
from qualitycontrol.archive.formats.miniseed import Table
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.remaining import all_records
from qualitycontrol.archive.safe_files import Refused
from qualitycontrol.archive.scanning import Segment
from qualitycontrol.archive.sweep import Coverage, sweep


def accept(
    new: Table,
    kept: Iterable[bytes],
    *,
    nslc: Nslc,
    day: date,
    before: Iterable[Segment],
    after: Iterable[Segment],
    replaced: bool,
) -> None:
    """Refused with the reason, unless `new` holds every record of `kept` byte for byte and is better.

    `before`, `after`: segments of the stream in the old and in the new file, with those of the days beside it;
    `replaced`: data was to be replaced, too.
    """
    if new.junk:
        raise Refused("what was written cannot be read back")
    stays = Counter(kept)
    lost = stays - Counter(record for _, record in all_records(new))
    if lost:
        raise Refused(f"{lost.total()} records of the old file would be lost")
    _check_added(new, stays, nslc, day)
    start = instants.start_of(day)
    window = (start - instants.DAY, start + 2 * instants.DAY)
    _check_coverage(sweep(before, *window), sweep(after, *window), replaced)


def _check_added(new: Table, kept: Counter[bytes], nslc: Nslc, day: date) -> None:
    """Every record that was not there before is of this stream and starts in this day."""
    begin = instants.start_of(day)
    for row in range(len(new)):
        record = new.record(row)
        if kept[record]:
            kept[record] -= 1
        elif new.source_ids[new.stream[row]] != nslc.source_id:
            raise Refused(f"a record of {new.source_ids[new.stream[row]]} does not belong to {nslc}")
        elif not begin <= new.start[row] < begin + instants.DAY:
            raise Refused(f"a record of {instants.text(int(new.start[row]))} does not belong to {day}")


def _check_coverage(before: Coverage, after: Coverage, replaced: bool) -> None:
    """With data replaced, the gaps may stay as they were."""
    if spans.without(after.gaps, before.gaps):
        raise Refused("the new file would have a gap where the old one has data")
    if after.gap_ns >= before.gap_ns and not replaced:
        raise Refused("the gaps would not become smaller")
    if spans.without(after.overlaps, before.overlaps):
        raise Refused("the new file would have an overlap that the old one does not have")
