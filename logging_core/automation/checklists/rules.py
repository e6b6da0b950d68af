"""What may stand in a checklist."""

from typing import Any

from logging_core.automation.checklists.models import When
from logging_core.shared.errors import wrong
from logging_core.shared.ids import new_id, normal
from logging_core.shared.text import checked_text

MOST_ITEMS = 200
Item = dict[str, str]


def checked_template(sent: dict[str, Any]) -> dict[str, Any]:
    """The fields of a template in their stored form. Raises BadInput, which names the field."""
    if sent.get("kind") not in When.values:
        raise wrong("kind", "must be pre or post")
    given = sent.get("items")
    if not isinstance(given, list) or not 0 < len(given) <= MOST_ITEMS:
        raise wrong("items", f"must be a list of at least one and at most {MOST_ITEMS}")
    items = [_checked_item(item, number) for number, item in enumerate(given, start=1)]
    if len({item["id"] for item in items}) < len(items):
        raise wrong("items", "must each have an id of their own")
    return {
        "title": checked_text(sent.get("title"), "title", longest=100, shortest=1).strip(),
        "kind": sent["kind"],
        "items": items,
        "in_use": bool(sent.get("in_use", True)),
    }


def _checked_item(sent: Any, number: int) -> Item:
    """An item keeps its id, so that a list that is under way and its template speak of the same."""
    if not isinstance(sent, dict):
        raise wrong(f"item {number}", "must be an object")
    return {
        "id": _checked_id(sent.get("id"), number),
        "text": checked_text(sent.get("text"), f"item {number}", longest=500, shortest=1).strip(),
        "who": checked_text(sent.get("who", ""), f"item {number}: signed by", longest=100).strip(),
    }


def _checked_id(id: Any, number: int) -> str:
    try:
        return normal(id) if id else new_id()
    except ValueError as problem:
        raise wrong(f"item {number}", f"has an id that {problem}") from problem
