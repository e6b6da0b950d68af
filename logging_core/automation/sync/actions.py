"""What admins do with peers."""

from typing import Any

from logging_core.automation.sync import read_only
from logging_core.automation.sync.models import (
    KINDS,
    TO_SEALOG,
    Speech,
    SyncConflict,
    SyncInstance,
    SyncPeer,
    new_instance_id,
)
from logging_core.shared import clock, named_secrets, outgoing, permissions
from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import NotAllowed, NotFound, wrong

CONFIGURED = (
    "name",
    "url",
    "speech",
    "gives",
    "takes",
    "kinds",
    "read_only",
    "every_s",
    "bytes_per_s",
    "echo_account",
)


def save_peer(
    *, actor: Actor, user: permissions.Person | None, id: str | None, values: dict[str, Any]
) -> SyncPeer:
    """Add a peer (id None), or change named fields of one. Other kinds or another address begin the copy anew."""
    _require_admin(user)
    with recorded(actor) as changes:
        peer = SyncPeer() if id is None else _locked(id)
        before = None if id is None else peer.record()
        old = (sorted(peer.kinds), peer.url)
        for name, value in values.items():
            if name not in CONFIGURED:
                raise wrong(name, "is not allowed")
            setattr(peer, name, value)
        _check(peer)
        if id is not None and old != (sorted(peer.kinds), peer.url):
            _begin_anew(peer)
        peer.version += 0 if id is None else 1
        peer.save()
        verb = "create" if id is None else "update"
        changes.add("sync", verb, peer.id, before=before, after=peer.record(), version=peer.version)
    read_only.forget()
    return peer


def _check(peer: SyncPeer) -> None:
    same = [other for other in SyncPeer.objects.exclude(id=peer.id) if other.secret_name == peer.secret_name]
    if same:
        raise wrong("name", f"is too much like {same[0].name!r}: both would read {peer.secret_name}")
    named_secrets.checked_name(peer.secret_name, "name")
    known = KINDS if peer.speech == Speech.OURS else TO_SEALOG
    if not peer.kinds or (unknown := set(peer.kinds) - set(known)):
        raise wrong("kinds", f"must be some of {', '.join(known)}" + (f", not {unknown}" if peer.kinds else ""))
    if peer.url:
        outgoing.checked(peer.url)
    elif not peer.instance_id:
        raise wrong("url", "is required")
    if peer.speech == Speech.SEALOG:
        peer.gives, peer.takes, peer.read_only = True, False, False
    if not peer.gives and not peer.takes:
        raise wrong("takes", "or giving must be chosen")
    if peer.read_only and not peer.takes:
        raise wrong("read_only", "needs the other's changes to be taken")


def _begin_anew(peer: SyncPeer) -> None:
    peer.given_to = peer.taken_to = peer.asked_to = peer.heard_to = ""
    peer.anew, peer.next_at, peer.failures, peer.problem, peer.failing_since = True, None, 0, "", None


def delete_peer(*, actor: Actor, user: permissions.Person | None, id: str) -> None:
    """No record is touched. If it calls again it is known again, as a new one."""
    _require_admin(user)
    with recorded(actor) as changes:
        peer = _locked(id)
        changes.add("sync", "delete", peer.id, before=peer.record(), version=peer.version)
        peer.delete()
    read_only.forget()


def switch_peer(*, actor: Actor, user: permissions.Person | None, id: str, on: bool) -> None:
    """Pause the exchange, or go on."""
    _require_admin(user)
    with recorded(actor) as changes:
        peer = _locked(id)
        if peer.enabled == on:
            return
        before = peer.record()
        peer.enabled, peer.next_at = on, None
        peer.version += 1
        peer.save(update_fields=["enabled", "next_at", "version"])
        verb = "resume" if on else "pause"
        changes.add("sync", verb, peer.id, before=before, after=peer.record(), version=peer.version)


def sync_now(*, actor: Actor, user: permissions.Person | None, id: str) -> None:
    """Do not wait for the next time, nor for the end of a pause after failures."""
    _require_admin(user)
    with recorded(actor) as changes:
        peer = _locked(id)
        peer.next_at, peer.last_contact_at = None, None
        peer.save(update_fields=["next_at", "last_contact_at"])
        peer.held.update(next_at=clock.now())
        changes.add("sync", "ask", peer.id, after=peer.record(), version=peer.version)


def copy_again(*, actor: Actor, user: permissions.Person | None, id: str) -> None:
    """Compare everything from the start; what is equal changes nothing."""
    _require_admin(user)
    with recorded(actor) as changes:
        peer = _locked(id)
        _begin_anew(peer)
        peer.save()
        changes.add("sync", "anew", peer.id, after=peer.record(), version=peer.version)


def settle_conflict(*, actor: Actor, user: permissions.Person | None, number: int) -> None:
    """Somebody has looked at it."""
    permissions.require_may_correct(user, "settle conflicts")
    with recorded(actor) as changes:
        row = SyncConflict.objects.select_for_update().filter(pk=number).first()
        if row is None:
            raise NotFound("There is no such conflict.")
        if row.seen_at is None:
            row.seen_by, row.seen_at = actor.name, clock.now()
            row.save(update_fields=["seen_by", "seen_at"])
            changes.add("sync", "settle", row.record_id, after={"told": row.told})


def new_identity(*, actor: Actor) -> str:
    """For a copy of another instance's database: from now on it is an instance of its own."""
    with recorded(actor) as changes:
        us, _ = SyncInstance.objects.select_for_update().get_or_create(pk=1)
        before = us.instance_id
        us.instance_id = new_instance_id()
        us.save(update_fields=["instance_id"])
        for peer in SyncPeer.objects.select_for_update():
            _begin_anew(peer)
            peer.save()
        changes.add("sync", "identity", "0" * 24, before={"id": before}, after={"id": us.instance_id})
    return us.instance_id


def _locked(id: str) -> SyncPeer:
    peer = SyncPeer.objects.select_for_update().filter(id=id).first()
    if peer is None:
        raise NotFound("There is no such peer.")
    return peer


def _require_admin(user: permissions.Person | None) -> None:
    """None: the product itself."""
    if user is not None and not permissions.is_admin(user):
        raise NotAllowed("Only admins may change with whom this server exchanges records.")
