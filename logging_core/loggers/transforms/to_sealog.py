"""ToSealogTransform: records become events of a Sealog server."""

from logging_core.loggers.base.component import Record, Transform
from logging_core.loggers.base.site import Site
from logging_core.loggers.formats.sealog_events import Event, EventRules
from logging_core.loggers.parsing.records import DASRecord


class ToSealogTransform(Transform):
    """An event as a mapping, ready to be posted, by the rules of `config_file` (below the base folder)."""

    def __init__(self, config_file: str, site: Site | None = None) -> None:
        super().__init__()
        self._rules = EventRules(config_file, (site or Site()).base_dir)

    def change(self, record: Record) -> Event | None:
        if isinstance(record, DASRecord):
            return self._rules.event_of(record)
        self.refuse(record)
        return None
