"""SealogControlTransform: an event of a Sealog server commands the loggers."""

from typing import Any

from logging_core.loggers.base.component import FieldsTransform, Record
from logging_core.loggers.formats.sealog_events import OPTION
from logging_core.loggers.transforms.fields import fields_of


class SealogControlTransform(FieldsTransform):
    """`set_active_mode M` for an event of this value (and author, if given); M is the value of the named option.

    Takes records of a SealogReader, and events as mappings.
    """

    def __init__(self, event_value: str, event_option_name: str, event_author: str | None = None) -> None:
        super().__init__()
        self.event_value = event_value
        self.event_option_name = event_option_name
        self.event_author = event_author

    def change(self, record: Record) -> str | None:
        event = fields_of(record)
        if event.get("event_value") != self.event_value:
            return None
        if self.event_author is not None and event.get("event_author") != self.event_author:
            return None
        mode = self._option(event)
        if not isinstance(mode, str) or not mode.strip() or not mode.isprintable() or ";" in mode:
            self.tally.add("event names no mode", event)
            return None
        return f"set_active_mode {mode.strip()}"

    def _option(self, event: dict[str, Any]) -> Any:
        for option in event.get("event_options") or ():
            if option.get("event_option_name") == self.event_option_name:
                return option.get("event_option_value")
        return event.get(f"{OPTION}{self.event_option_name}")
