"""Records for tests, and what of them is stored."""

from types import SimpleNamespace
from typing import Any

from django.db import connection

NOON = 1_777_636_800.0  # 2026-05-01T12:00:00Z


def record(at: Any = NOON, data_id: str | None = "gyr1", metadata: Any = None, **fields: Any) -> Any:
    return SimpleNamespace(
        data_id=data_id, message_type=None, timestamp=at, fields=fields, metadata=metadata or {}
    )


def stored(name: str) -> list[Any]:
    """The values of a stream in the order of time, numbers and texts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, text FROM logging_core_sample JOIN logging_core_stream ON id = stream_id"
            " WHERE name = %s ORDER BY at",
            [name],
        )
        return [text if number is None else number for number, text in cursor.fetchall()]
