"""What is done with templates."""

from typing import Any

from logging_core.event_templates.models import EventTemplate
from logging_core.event_templates.rules import checked_options
from logging_core.shared import permissions
from logging_core.shared.announce import Actor, Changes, recorded
from logging_core.shared.errors import NotAllowed, wrong
from logging_core.shared.text import checked_json, checked_text

FLAGS = ("event_free_text_required", "system_template", "admin_only", "disabled")
FIELDS = ("event_name", "event_value", "categories", "options", "style", "position", *FLAGS)


def save_template(
    *, actor: Actor, by: permissions.Person | None = None, id: str, values: dict[str, Any], reason: str = ""
) -> tuple[EventTemplate, str]:
    """Create the template with this id, or change the named fields of it, `by` somebody (None: the product).

    Returns it with what happened: `create`, `update`, or `none` when it was so already.
    """
    checked = _checked(values)
    with recorded(actor, reason) as changes:
        stored = EventTemplate.objects.select_for_update().filter(id=id).first()
        template = stored or EventTemplate(id=id)
        before = stored.record() if stored else None
        was_restricted = stored.restricted if stored else True
        _check_system_template(by, template, "edit")
        for name, value in checked.items():
            setattr(template, name, value)
        if not template.system_template:
            template.admin_only = False
        _check_system_template(by, template, "edit")
        if before == template.record():
            return template, "none"
        template.version += 1 if stored else 0
        template.save()
        verb = "update" if stored else "create"
        _announce(changes, template, verb, before)
        if template.restricted and not was_restricted:
            changes.add("template", "withdraw", template.id, version=template.version)
    return template, verb


def _check_system_template(by: permissions.Person | None, template: EventTemplate, verb: str) -> None:
    """System templates are the admins' business: neither changed nor made by others."""
    if template.system_template and by is not None and not permissions.is_admin(by):
        raise NotAllowed(f"user does not have permission to {verb} system templates")


def delete_template(*, actor: Actor, by: permissions.Person | None = None, template: EventTemplate) -> None:
    _check_system_template(by, template, "delete")
    with recorded(actor) as changes:
        _announce(changes, template, "delete", template.record())
        template.delete()


def _announce(changes: Changes, template: EventTemplate, verb: str, before: dict[str, Any] | None) -> None:
    changes.add(
        "template",
        verb,
        template.id,
        before=before,
        after=None if verb == "delete" else template.record(),
        version=template.version,
        restricted=template.restricted,
    )


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    checked = dict(values)
    for name, value in values.items():
        if name not in FIELDS:
            raise wrong(name, "is not allowed")
        if name in ("event_name", "event_value"):
            checked[name] = checked_text(value, name, longest=100, shortest=1)
        elif name in FLAGS and not isinstance(value, bool):
            raise wrong(name, "must be a boolean")
        elif name == "categories":
            checked[name] = _categories(value)
        elif name == "options":
            checked[name] = checked_options(value)
        elif name == "style":
            checked[name] = checked_json(value, "template_style")
        elif name == "position" and (
            isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31
        ):
            raise wrong(name, "must be a whole number from 0")
    return checked


def _categories(value: Any) -> list[str]:
    if not isinstance(value, list):
        raise wrong("template_categories", "must be an array")
    return [name for name in (checked_text(v, "template_categories", longest=100).strip() for v in value) if name]
