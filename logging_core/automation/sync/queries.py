"""Whose turn it is, and how each exchange goes."""

from datetime import timedelta
from typing import Any

from django.db.models import Q

from logging_core.automation.sync import gathering, places, stamping
from logging_core.automation.sync.models import Speech, SyncConflict, SyncHeld, SyncInstance, SyncPeer
from logging_core.shared import clock

HEARTBEAT_S = 60


def anybody() -> bool:
    return SyncPeer.objects.filter(enabled=True).exists()


def due() -> list[str]:
    """Ids of peers that are to be called now."""
    now, us = clock.now(), stamping.ourselves()
    ready = SyncPeer.objects.filter(Q(next_at=None) | Q(next_at__lte=now), enabled=True).exclude(url="")
    return [peer.id for peer in ready if _is_due(us, peer)]


def _is_due(us: SyncInstance, peer: SyncPeer) -> bool:
    now = clock.now()
    pause = timedelta(seconds=peer.every_s if peer.takes else max(peer.every_s, HEARTBEAT_S))
    if peer.failures or peer.last_contact_at is None or peer.last_contact_at + pause <= now:
        return True
    if peer.gives and gathering.anything(places.understood(peer.given_to, us), peer.kinds, peer.instance_id):
        return True
    # What is too large for any instance is not tried again by itself; what a server refused is.
    outgoing = peer.speech == Speech.SEALOG
    return SyncHeld.objects.filter(peer=peer, outgoing=outgoing, next_at__lte=now).exists()


def overview() -> list[dict[str, Any]]:
    """Each peer with what waits, either way."""
    us = stamping.ourselves()
    return [_how_it_goes(us, peer) for peer in SyncPeer.objects.all()]


def _how_it_goes(us: SyncInstance, peer: SyncPeer) -> dict[str, Any]:
    """`waiting_out` counts up to gathering.COUNTED; of a peer that calls us, from where it asked last."""
    place = places.understood(peer.given_to if peer.url else peer.asked_to, us)
    waiting, since = gathering.waiting(place, peer.kinds, peer.instance_id) if peer.gives else (0, None)
    oldest = min([moment for moment in (since, peer.oldest_in_at) if moment], default=None)
    return {
        "peer": peer,
        "state": _word(peer),
        "waiting_out": waiting,
        "waiting_in": peer.waiting_in,
        "lag_s": max(0, int((clock.now() - oldest).total_seconds())) if oldest else 0,
        "ahead_s": round(peer.ahead_ms / 1000),
        "held": peer.held.count(),
    }


def _word(peer: SyncPeer) -> str:
    if not peer.enabled:
        return "paused"
    if peer.failures:
        return "failing"
    return "never" if peer.last_contact_at is None else "well"


def open_conflicts() -> Any:
    return SyncConflict.objects.filter(seen_at=None)
