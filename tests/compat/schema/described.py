"""The description of the routes, and whether an answer is one that it allows."""

from typing import Any

import httpx
from jsonschema import Draft202012Validator

from logging_core.compat.documentation import openapi

Operation = dict[str, Any]


def operations() -> dict[tuple[str, str], Operation]:
    """By method and path."""
    return {
        (method.upper(), path): operation
        for path, methods in openapi()["paths"].items()
        for method, operation in methods.items()
    }


def problem_with(answer: httpx.Response, operation: Operation) -> str:
    """What in the answer the description does not allow; empty when there is nothing."""
    described = operation["responses"].get(str(answer.status_code))
    if described is None:
        return f"{answer.status_code} is not described: {answer.text[:200]}"
    kind = answer.headers.get("content-type", "").partition(";")[0]
    content = described.get("content", {})
    if not content:
        return "a body where there is none" if answer.content else ""
    schema = content.get(kind) or content.get("*/*")
    if schema is None:
        return f"{kind} is not described for {answer.status_code}"
    return _problem_with_body(answer, schema["schema"]) if kind == "application/json" else ""


def _problem_with_body(answer: httpx.Response, schema: dict[str, Any]) -> str:
    whole = {**schema, "components": openapi()["components"]}
    found = next(iter(Draft202012Validator(whole).iter_errors(answer.json())), None)
    return f"{found.json_path}: {found.message}" if found else ""
