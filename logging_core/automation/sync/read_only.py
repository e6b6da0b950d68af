"""Copies that are read only: records of these kinds are changed where they come from, and nowhere else."""

import time

from django.conf import settings

from logging_core.automation.sync.models import SyncPeer
from logging_core.shared.announce import Actor
from logging_core.shared.errors import NotAllowed

GOOD_FOR_S = 2.0
_known: tuple[float, dict[str, str]] = (-1e9, {})


def forget() -> None:
    """Look at the rows again at the next change."""
    global _known
    _known = (-1e9, {})


def refuse_local_changes(actor: Actor, kind: str) -> None:
    """A guard of the journal. Raises NotAllowed for changes that did not come from another instance."""
    if actor.via == "sync":
        return
    source = _sources().get(kind)
    if source is not None:
        told = f"This is a read-only copy: {kind.replace('_', ' ')} records come from {source}. Change them there."
        raise NotAllowed(told)


def _sources() -> dict[str, str]:
    """Of each kind that is read only here the instance it comes from; looked up at most every two seconds."""
    global _known
    read_at, found = _known
    if time.monotonic() - read_at > GOOD_FOR_S:
        found = dict.fromkeys(settings.SYNC_READ_ONLY, "another instance")
        for name, kinds in SyncPeer.objects.filter(read_only=True).values_list("name", "kinds"):
            found |= dict.fromkeys(kinds, name)
        _known = (time.monotonic(), found)
    return found
