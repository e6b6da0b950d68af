"""The shared parts of the OpenAPI description."""

from typing import Any

from logging_core.compat.schema.records import COMPONENTS

TOKEN = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


def add(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    components = {"schemas": COMPONENTS, "securitySchemes": {"token": TOKEN}}
    return {**result, "components": components}
