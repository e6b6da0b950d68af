"""DatabaseWriter: values into the record of this system."""

from logging_core.loggers.base.component import BatchWriter, NotNow, Record
from logging_core.loggers.base.retrying import Backoff
from logging_core.loggers.base.site import Site
from logging_core.loggers.parsing.records import DASRecord, records_of


class DatabaseWriter(BatchWriter):
    """Gives records to the store of the site, which has them on disk before the next one is read. While it cannot
    take them they wait in a lane, and go in batches.

    Database, host, user and password of older definitions are accepted and not used: there is one store.
    """

    local = True
    backlog = 100_000

    def __init__(
        self,
        database: str | None = None,
        host: str | None = None,
        user: str | None = None,
        password: str | None = None,
        save_source: bool = True,
        site: Site | None = None,
    ) -> None:
        super().__init__()
        self._store = site.store if site else None
        self._backoff = Backoff(longest=5.0)

    def write_batch(self, records: list[Record]) -> None:
        if self._store is None:
            self.tally.add("this site has no store", count=len(records))
            return
        if self._backoff.wait_left() > 0:
            raise NotNow(self.trouble)
        try:
            self._store(self._records(records))
        except OSError as trouble:
            self._backoff.failed()
            self.trouble = str(trouble)
            raise NotNow(self.trouble) from trouble
        self._backoff.succeeded()
        self.trouble = None

    def _records(self, given: list[Record]) -> list[DASRecord]:
        found: list[DASRecord] = []
        for record in given:
            try:
                data_id = record.get("data_id") if isinstance(record, dict) else None
                found += records_of(record, data_id)
            except (TypeError, ValueError):
                self.refuse(record)
        return found
