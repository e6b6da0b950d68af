"""Data to the table of its records."""

from qualitycontrol.archive.formats.miniseed.headers import fast_table
from qualitycontrol.archive.formats.miniseed.parsing import careful_table
from qualitycontrol.archive.formats.miniseed.table import Table


def read_table(data: bytes, at_end: bool = True) -> Table:
    """Every record of `data` that holds samples of a time series; never an error, whatever the data.

    `at_end` false: more may follow, so that a last record which is cut is left unexamined.
    """
    table = fast_table(data)
    whole = table is not None and (table.examined == len(data) or not at_end)
    return table if table is not None and whole else careful_table(data, at_end)
