"""What is done with streams by people."""

from typing import Any

from logging_core.shared import permissions
from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import NotAllowed, NotFound, wrong
from logging_core.shared.text import checked_text
from logging_core.streams.models import Stream

LONGEST = {"label": 200, "unit": 50, "description": 5000}


def describe_stream(*, actor: Actor, by: permissions.Person | None, id: int, words: dict[str, Any]) -> Stream:
    """Change label, unit or description of a stream, `by` somebody (None: the product). Its name stays: under it
    its values come.
    """
    if by is not None and not permissions.has_scope(by, permissions.WRITE_LOGGERS):
        raise NotAllowed("Streams are described by logger managers and admins.")
    checked = {name: _checked(name, text) for name, text in words.items()}
    with recorded(actor) as changes:
        stream = Stream.objects.select_for_update().filter(id=id).first()
        if stream is None:
            raise NotFound("There is no such stream.")
        before = stream.record()
        for name, text in checked.items():
            setattr(stream, name, text)
        if before != stream.record():
            stream.save(update_fields=list(checked))
            changes.add("stream", "update", str(stream.id), before=before, after=stream.record())
    return stream


def _checked(name: str, text: Any) -> str:
    if name not in LONGEST:
        raise wrong(name, "cannot be changed")
    return checked_text(text, name, longest=LONGEST[name]).strip()
