"""Commands that loggers gave: carried out in their order, each once."""

import logging

from django.db import InterfaceError, OperationalError, transaction

from logging_core.loggers.commands import Caller, carry_out, note
from logging_core.loggers.models import LoggerCommand
from logging_core.shared import clock
from logging_core.shared.announce import Actor
from logging_core.shared.errors import Refusal

log = logging.getLogger(__name__)


def answer_waiting_commands() -> int:
    """Gives how many there were. Two of these at once share the work."""
    count = 0
    while _answer_next():
        count += 1
    return count


def _answer_next() -> bool:
    with transaction.atomic():
        row = LoggerCommand.objects.select_for_update(skip_locked=True).filter(done_at=None).first()
        if row is None:
            return False
        row.answer = _answer(row.text, Caller(Actor(f"logger {row.source}"[:100], via="logger")))
        row.done_at = clock.now()
        row.save()
    return True


def _answer(text: str, caller: Caller) -> str:
    """A refused command is kept with its cause; those behind it go on."""
    try:
        with transaction.atomic():
            return "\n".join(carry_out(text, caller))
    except Refusal as refusal:
        note(logging.ERROR, f"{caller.actor.name}: {text}: {refusal.message}")
        return f"refused: {refusal.message}"
    except (OperationalError, InterfaceError):
        raise
    except Exception as defect:  # it must not keep the commands behind it waiting for ever
        log.exception("a command of a logger failed: %s", text)
        return f"failed: {defect!r}"
