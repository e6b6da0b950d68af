"""What people define: rows that are written, switched and removed, each time with a version and a journal line."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from django.db import IntegrityError, transaction

from logging_core.shared.announce import Actor, Changes, recorded
from logging_core.shared.errors import Conflict, NotFound
from logging_core.shared.models import Record


class Definition(Record):
    """A kind of such rows. `KIND` names it in the journal; of a `RESTRICTED` one only admins read there."""

    KIND: ClassVar[str]
    RESTRICTED: ClassVar[bool] = False

    class Meta:
        abstract = True

    def record(self) -> dict[str, Any]:
        """What people may set, and the id, as JSON."""
        raise NotImplementedError


D = TypeVar("D", bound=Definition)


def write(
    actor: Actor, model: type[D], id: str | None, values: dict[str, Any], stored: Callable[[D], None] | None = None
) -> D:
    """Make a row (`id` None) or change one to checked `values`; one that stays as it was gets no new version.

    `stored` goes with the same commit. Raises NotFound, and Conflict when the name is taken.
    """
    with recorded(actor) as changes:
        row = locked(model, id) if id else model()
        before = row.record() if id else None
        for name, value in values.items():
            setattr(row, name, value)
        if before == row.record():
            return row
        row.version += 1 if id else 0
        _store(row)
        if stored:
            stored(row)
        _journal(changes, "update" if id else "create", row, before, row.record())
    return row


def remove(actor: Actor, model: type[D], id: str, first: Callable[[D], None] | None = None) -> None:
    """`first` goes with the same commit. Raises NotFound."""
    with recorded(actor) as changes:
        row = locked(model, id)
        if first:
            first(row)
        _journal(changes, "delete", row, row.record(), None)
        row.delete()


def locked(model: type[D], id: str) -> D:
    """The row, until the end of the transaction for us alone. Raises NotFound."""
    row = model._default_manager.select_for_update().filter(id=id).first()
    if row is None:
        raise NotFound(f"There is no such {model._meta.verbose_name}.")
    return row


def _store(row: Definition) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as problem:
        taken = f"Another {row._meta.verbose_name} has this name."
        raise Conflict(taken, fields={"name": "is taken"}) from problem


def _journal(changes: Changes, verb: str, row: Definition, before: Any, after: Any) -> None:
    version, restricted = row.version, row.RESTRICTED
    changes.add(row.KIND, verb, row.id, before=before, after=after, version=version, restricted=restricted)
