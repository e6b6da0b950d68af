"""JSON in the database that keeps the order of its keys."""

import json
from typing import Any

from django.db import models


class OrderedJSONField(models.JSONField):
    """A column of type json instead of jsonb.

    jsonb sorts keys by length, but the order of message types in a pattern, of patterns in a LogfileWriter and of
    loggers in a definition means something.
    """

    def db_type(self, connection: Any) -> str:
        return "json"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """As text: the driver's own JSON is cast to jsonb, which would sort it after all."""
        return None if value is None else json.dumps(value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """psycopg2 reads this type by itself."""
        return super().from_db_value(value, expression, connection) if isinstance(value, str) else value
