"""What people do with sources: store, delete, test."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import BadInput, wrong
from monitoring.completion.sources import health, kinds
from monitoring.completion.sources.models import Source
from monitoring.inventory.models import NSLC
from qualitycontrol.rules import check_operator


def store(
    *, actor: Actor, by: Any, source: Source | None, told: dict[str, Any], streams: Iterable[NSLC] | None = None
) -> Source:
    """Make a source (`source` None) or change one; `streams` are those it is asked for, None leaves them."""
    check_operator(by)
    with recorded(actor) as changes:
        before = source.record() if source else None
        row = source or Source()
        for name, value in told.items():
            setattr(row, name, value)
        row.parameters = kinds.checked(row.kind, row.parameters)
        _check(row)
        wanted = list(row.nslc.all() if row.pk else []) if streams is None else list(streams)
        check_priority(row, wanted)
        row.save()
        row.nslc.set(wanted)
        changes.add("source", "update" if before else "create", str(row.pk), before=before, after=row.record())
    return row


def _check(row: Source) -> None:
    row.name = "_".join(row.name.split())
    if not row.name.replace("_", "").replace("-", "").isalnum():
        raise wrong("name", "may hold letters, digits, - and _ only: it names a folder")
    try:
        row.full_clean(exclude=["nslc"])
    except ValidationError as problem:
        fields = {name: "; ".join(texts) for name, texts in problem.message_dict.items()}
        raise BadInput("; ".join(f"{name}: {text}" for name, text in fields.items()), fields) from None


def check_priority(row: Source, streams: list[NSLC]) -> None:
    """Two sources of one stream have different priorities. Raises BadInput."""
    others = Source.objects.filter(priority=row.priority, nslc__in=streams).exclude(pk=row.pk)
    other = others.first()
    if other is not None:
        raise wrong("priority", f"{row.priority} is that of {other.name}, which is asked for the same streams")


def delete(*, actor: Actor, by: Any, source: Source) -> None:
    check_operator(by)
    with recorded(actor) as changes:
        changes.add("source", "delete", str(source.pk), before=source.record())
        source.delete()


def test(*, by: Any, source: Source) -> bool:
    """Ask it now whether it answers; what it said stands in its row."""
    check_operator(by)
    return health.check(source)
