"""TextFileWriter: lines into one file, or to the standard output."""

from logging_core.loggers.writers.file import FileWriter


class TextFileWriter(FileWriter):
    """Appends text, and records as JSON. With `split_by_date` the file is `NAME-YYYY-MM-DD` of today, UTC.

    A header is written into a new file only. `flush` is accepted: every line is given to the system at once.
    """

    def __init__(
        self,
        filename: str | None = None,
        flush: bool = True,
        truncate: bool = False,
        split_by_date: bool = False,
        create_path: bool = True,
        header: str | None = None,
        header_file: str | None = None,
    ) -> None:
        if split_by_date and not filename:
            raise ValueError("split_by_date: needs a filename")
        super().__init__(
            filename,
            mode="w" if truncate else "a",
            split_by_time=split_by_date,
            create_path=create_path,
            header=header,
            header_file=header_file,
        )
