"""miniSEED 2 and 3: the table of records of a file, samples out of records, records out of samples."""

from qualitycontrol.archive.formats.miniseed.encodings import ENCODINGS, QUALITIES
from qualitycontrol.archive.formats.miniseed.reading import read_table
from qualitycontrol.archive.formats.miniseed.table import Table

__all__ = ["ENCODINGS", "QUALITIES", "Table", "read_table"]
