"""What is asked of each kind of record."""

from collections.abc import Collection, Mapping
from typing import Any, Protocol

from logging_core.automation.sync.merging import Json
from logging_core.shared.announce import Changes


class Keeper(Protocol):
    """Reads and stores records of one kind. `content` holds everything that both sides must have alike.

    `store` checks what it is given as if a person had sent it (Refusal) and journals it; it gives the stored row.
    """

    model: Any

    def rows(self, ids: Collection[str], *, lock: bool = False) -> dict[str, Any]: ...

    def content(self, row: Any) -> Json: ...

    def parts(self, row: Any) -> dict[str, Json]: ...

    def store(
        self, row: Any | None, id: str, content: Json, parts: Mapping[str, Json], changes: Changes
    ) -> Any: ...

    def remove(self, row: Any, changes: Changes) -> None: ...


def filled(content: Json) -> Json:
    """Without what is empty: it need not travel."""
    return {name: value for name, value in content.items() if value not in (None, "", [], {}, False)}
