"""SealogWriter: records become events on a Sealog server."""

import hashlib

from logging_core.loggers.base.component import Record
from logging_core.loggers.base.site import Site
from logging_core.loggers.formats.sealog_events import Event, EventRules
from logging_core.loggers.parsing.json_text import dumps
from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.wires.posting import PostingWriter, Refused

CREATED = range(201, 202)


class SealogWriter(PostingWriter):
    """Posts to `URL/api/v1/events` with a token; events as mappings go as they are, records by `config_file`.

    While the server is away events wait; what it refuses is counted. An event with a time has an id made of its
    content, so that one whose answer was lost is stored once when it is sent again.
    """

    def __init__(self, url: str, token: str, config_file: str, site: Site | None = None) -> None:
        super().__init__(url, token)
        self._rules = EventRules(config_file, (site or Site()).base_dir)

    def write(self, record: Record) -> None:
        for part in record if isinstance(record, list) else (record,):
            event = self._event(part)
            if event is None:
                self.refuse(part)
            else:
                self._post(event)

    def _event(self, record: Record) -> Event | None:
        if isinstance(record, DASRecord):
            return self._rules.event_of(record)
        return record if isinstance(record, dict) and "event_value" in record else None

    def _post(self, event: Event) -> None:
        try:
            self.post(dumps(_known(event)).encode(), "application/json", "/api/v1/events", CREATED)
        except Refused as cause:
            if "duplicate event ID" not in str(cause):
                self.refused(cause, [event])


def _known(event: Event) -> Event:
    """The event under an id of 24 hexadecimal digits."""
    if "ts" not in event or "id" in event:
        return event
    return {"id": hashlib.sha256(dumps(event).encode()).hexdigest()[:24], **event}
