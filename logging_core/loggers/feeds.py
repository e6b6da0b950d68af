"""What is done with feeds: records of a logger sent on to others, beside the definition."""

import re
from typing import Any

from django.conf import settings

from logging_core.loggers.actions import By, check_may_change, locked, rewrite_plan
from logging_core.loggers.base.building import Builder
from logging_core.loggers.base.hiding import HIDDEN, in_plain
from logging_core.loggers.base.sections_of_config import WRITER
from logging_core.loggers.base.site import Site
from logging_core.loggers.models import Feed
from logging_core.loggers.yaml_files.nodes import dotted
from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import BadInput, wrong
from logging_core.shared.text import checked_json, checked_text

FIELDS = ("name", "logger", "only", "writer", "enabled")
REQUIRED = ("name", "logger", "writer")


def save_feed(*, actor: Actor, by: By, id: str, values: dict[str, Any]) -> tuple[Feed, str]:
    """Create the feed with this id, or change the named fields of it: `create`, `update`, or `none`."""
    check_may_change(by)
    with recorded(actor) as changes:
        locked()
        feed = Feed.objects.filter(id=id).first()
        before = feed.record() if feed else None
        checked = _checked(_as_meant(values, before))
        missing = [name for name in REQUIRED if not feed and name not in checked]
        if missing:
            raise wrong(missing[0], "is required")
        feed = feed or Feed(id=id)
        for name, value in checked.items():
            setattr(feed, name, value)
        _check_name_is_free(feed)
        if before == feed.record():
            return feed, "none"
        feed.version += 1 if before else 0
        feed.save()
        rewrite_plan()
        verb = "update" if before else "create"
        told = {"before": in_plain(before), "after": in_plain(feed.record())}
        changes.add("logger_feed", verb, feed.id, version=feed.version, **told)
    return feed, verb


def delete_feed(*, actor: Actor, by: By, feed: Feed) -> None:
    check_may_change(by)
    with recorded(actor) as changes:
        locked()
        changes.add("logger_feed", "delete", feed.id, before=in_plain(feed.record()), version=feed.version)
        feed.delete()
        rewrite_plan()


def _as_meant(values: dict[str, Any], before: dict[str, Any] | None) -> dict[str, Any]:
    """A writer that comes back as it was shown is as it was. In a changed one hidden words must be given again, or
    a password would go wherever somebody points it.
    """
    if before and values.get("writer") == in_plain(before["writer"]):
        return {**values, "writer": before["writer"]}
    if HIDDEN in str(values.get("writer")):
        raise wrong("writer", f"was changed: give what is {HIDDEN} again")
    return values


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise wrong(sorted(unknown)[0], "is not allowed")
    checked = dict(values)
    for name, longest in (("name", 100), ("logger", 1000)):
        if name in values:
            checked[name] = checked_text(values[name], name, longest=longest, shortest=1)
    if "only" in values:
        checked["only"] = _expression(values["only"])
    if "writer" in values:
        checked["writer"] = _writer(values["writer"])
    if not isinstance(values.get("enabled", True), bool):
        raise wrong("enabled", "must be a boolean")
    return checked


def _expression(value: Any) -> str:
    text = checked_text(value, "only", longest=500)
    try:
        re.compile(text)
    except (re.error, RecursionError, OverflowError) as problem:
        raise wrong("only", f"is not a regular expression: {problem}") from None
    return text


def _writer(value: Any) -> dict[str, Any]:
    """A writer that can be built, of the registry or an allowed package; nothing is opened by building it."""
    manifest = checked_json(value, "writer")
    builder = Builder(Site(base_dir=settings.DEFINITIONS_DIR, plugin_packages=frozenset(settings.LOGGER_PLUGINS)))
    made = builder.component(manifest, WRITER, ("writer",))
    if made is not None:
        made.close()
    if builder.complaints:
        raise BadInput(
            "; ".join(f"{dotted(path)}: {cause}" for path, cause in builder.complaints),
            {dotted(path): cause for path, cause in builder.complaints},
        )
    return manifest


def _check_name_is_free(feed: Feed) -> None:
    if Feed.objects.filter(name=feed.name).exclude(pk=feed.pk).exists():
        raise wrong("name", "is taken by another feed")
