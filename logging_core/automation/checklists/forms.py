"""The form of a checklist template."""

from typing import Any

from django.http import QueryDict


def read(post: QueryDict) -> dict[str, Any]:
    """A template as it was typed. Rows that were left empty are left out."""
    rows = zip(*(post.getlist(f"item_{field}") for field in ("id", "text", "who")), strict=False)
    return {
        "id": post.get("id", ""),
        "title": post.get("title", ""),
        "kind": post.get("kind", ""),
        "items": [{"id": id, "text": text, "who": who} for id, text, who in rows if text or who],
        "in_use": "in_use" in post,
    }


def empty() -> dict[str, Any]:
    return {"id": "", "title": "", "kind": "pre", "items": [{"id": "", "text": "", "who": ""}], "in_use": True}
