"""Which stream has which number, remembered between batches; unknown ones are made."""

from typing import Any

from logging_core.streams.values import Batch, metadata_text

MOST_STREAMS = 20_000
TOO_MANY = f"more than {MOST_STREAMS:,} streams"
FIND = "SELECT name, id FROM logging_core_stream WHERE name = ANY(%s)"
COUNT = "SELECT count(*) FROM logging_core_stream"
MAKE = """
INSERT INTO logging_core_stream (name, label, unit, description, source, kind, metadata, created_at)
SELECT name, '', '', '', source, kind, '{}', now()
FROM unnest(%s::text[], %s::text[], %s::text[]) AS new (name, source, kind)
ON CONFLICT (name) DO NOTHING
"""
# What a person has written stays; device definitions only fill what is empty.
DESCRIBE = """
UPDATE logging_core_stream SET metadata = %s::jsonb,
    unit = CASE WHEN unit = '' THEN %s ELSE unit END,
    description = CASE WHEN description = '' THEN %s ELSE description END
WHERE id = %s
"""


class KnownStreams:
    """Numbers by name. To be thrown away when the transaction fails in which they were made."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._metadata: dict[str, str] = {}

    def numbers(self, cursor: Any, batch: Batch) -> dict[str, int]:
        """Number of each stream of the batch, by name; those for which there is no more room are missing."""
        unknown = sorted(batch.sources.keys() - self._numbers.keys())
        if unknown:
            self._find(cursor, unknown)
            self._make(cursor, batch, [name for name in unknown if name not in self._numbers])
        for name, words in batch.metadata.items():
            self._describe(cursor, name, words)
        return self._numbers

    def _find(self, cursor: Any, names: list[str]) -> None:
        cursor.execute(FIND, [names])
        self._numbers |= dict(cursor.fetchall())

    def _make(self, cursor: Any, batch: Batch, names: list[str]) -> None:
        cursor.execute(COUNT)
        names = names[: max(0, MOST_STREAMS - cursor.fetchone()[0])]
        if not names:
            return
        kinds = {s.name: "number" if s.text is None else "text" for s in reversed(batch.samples)}
        cursor.execute(MAKE, [names, [batch.sources[n] for n in names], [kinds.get(n, "text") for n in names]])
        self._find(cursor, names)

    def _describe(self, cursor: Any, name: str, words: dict[str, Any]) -> None:
        text = metadata_text(words)
        if name not in self._numbers or text is None or self._metadata.get(name) == text:
            return
        unit, description = str(words.get("units") or "")[:50], str(words.get("description") or "")[:1000]
        cursor.execute(DESCRIBE, [text, unit, description, self._numbers[name]])
        self._metadata[name] = text
