"""The records of one piece of data, as columns: millions of them cost no objects."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Int = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Table:
    """One row a record that holds samples of a time series, in the order of the file.

    `start`, `end`: ns UTC, end = last sample + one period. `rate`: Hz. `stream`: index into `source_ids`.
    `uniform`: the data is nothing but records of one stream that say their length. `others`: offset, length and
    start of records without samples, of text (logs), or with codes that are no text. `examined` bytes were looked
    at, `junk` of them are no record.
    """

    data: bytes
    source_ids: list[str]
    stream: Int
    offset: Int
    length: Int
    start: Int
    end: Int
    samples: Int
    rate: npt.NDArray[np.float64]
    encoding: Int
    version: Int
    format: Int
    uniform: bool
    examined: int
    junk: int
    others: list[tuple[int, int, int]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.start)

    def rows_of(self, source_id: str) -> Int:
        """The rows of one stream, by time."""
        if source_id not in self.source_ids:
            return np.empty(0, np.int64)
        rows = np.flatnonzero(self.stream == self.source_ids.index(source_id))
        return rows[np.argsort(self.start[rows], kind="stable")]

    def record(self, row: int) -> bytes:
        """The bytes of one record as they stand in the file."""
        return self.data[self.offset[row] : self.offset[row] + self.length[row]]
