"""What a crossing brings about: an event, a notification, or both."""

import re
from typing import Any

from django.db import transaction

from logging_core.automation.notifications.actions import notify
from logging_core.automation.notifications.notice import Notice
from logging_core.automation.triggers.crossing import Crossing
from logging_core.automation.triggers.models import Trigger
from logging_core.automation.triggers.reading import in_words, stream_names
from logging_core.events.actions import NewEvent, log_event
from logging_core.shared import clock
from logging_core.shared.announce import Changes
from logging_core.shared.ids import id_for
from logging_core.streams.models import Stream

PLACE = re.compile(r"\{(\w+)\}")


def fire(trigger: Trigger, crossing: Crossing, changes: Changes) -> str:
    """Log and tell; the id of the event, or "". The same crossing again changes nothing. Raises Refusal."""
    words = _words(trigger, crossing)
    event_id = id_for(crossing.since, f"trigger {trigger.id}") if trigger.event else ""
    with transaction.atomic():
        if trigger.event:
            new = _event(trigger.event, words, crossing)
            log_event(actor=changes.actor, user=None, id=event_id, new=new)
        if trigger.notify:
            notice = _notice(trigger, words, crossing, event_id)
            notify(actor=changes.actor, target_id=trigger.notify["target"], notice=notice)
    after = {
        **trigger.record(),
        "since": clock.iso(crossing.since),
        "at": clock.iso(crossing.at),
        "event_id": event_id,
    }
    changes.add("trigger", "fire", trigger.id, after=after, version=trigger.version)
    return event_id


def filled(text: str, words: dict[str, str]) -> str:
    """`{value}` and its like replaced; what is no such word stays as it is written."""
    return PLACE.sub(lambda match: words.get(match[1], match[0]), text)


def _words(trigger: Trigger, crossing: Crossing) -> dict[str, str]:
    stream = Stream.objects.filter(name=stream_names(trigger.kind, trigger.setting)[0]).first()
    return {
        "name": trigger.name,
        "stream": stream.name if stream else "",
        "unit": stream.unit if stream else "",
        "value": in_words(crossing.value),
        "since": clock.iso(crossing.since),
        "at": clock.iso(crossing.at),
    }


def _event(stored: dict[str, Any], words: dict[str, str], crossing: Crossing) -> NewEvent:
    options = [
        {**option, "event_option_value": filled(option["event_option_value"], words)}
        for option in stored["options"]
    ]
    return NewEvent(stored["value"], options, filled(stored["free_text"], words), ts=crossing.at)


def _notice(trigger: Trigger, words: dict[str, str], crossing: Crossing, event_id: str) -> Notice:
    stored = trigger.notify or {}
    usual = f"{trigger.name}: {words['stream']} {words['value']} {words['unit']}, since {words['since']}."
    return Notice(
        cause=f"trigger {trigger.id}",
        once=f"trigger {trigger.id} {clock.iso(crossing.since)} {stored['target']}",
        subject=trigger.name,
        text=filled(stored["text"], words) or usual,
        about={"trigger": {**words, "event_id": event_id}},
        pause_s=stored["pause_s"],
    )
