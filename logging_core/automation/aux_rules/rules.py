"""What may stand in a rule, and who may make one."""

from typing import Any

from logging_core.automation.aux_rules import configuring
from logging_core.automation.aux_rules.models import AuxRule, Kind
from logging_core.automation.aux_rules.sources import kinds
from logging_core.events.aux_data import checked_source
from logging_core.shared import permissions
from logging_core.shared.errors import wrong
from logging_core.shared.text import checked_text

FIELDS = ("name", "kind", "data_source", "config", "except_values", "during_lowering", "longest_age_s", "wait_s")
LONGEST_AGE = {Kind.FRAMES: 20}
WAIT = {Kind.FRAMES: 10, Kind.POSTED: 60}
A_YEAR_S = 366 * 86_400


def require_manager(user: Any) -> None:
    permissions.require_may_correct(user, "change rules of aux data")


def fill(rule: AuxRule, told: dict[str, Any]) -> None:
    """Set the named fields of a rule, each checked. Raises BadInput with the field; what is missing stays."""
    for name in told:
        if name not in FIELDS:
            raise wrong(name, "is not known")
    if "kind" in told:
        rule.kind = _kind(told["kind"])
    if "name" in told:
        rule.name = _name(told["name"], rule)
    if "data_source" in told:
        rule.data_source = checked_source(told["data_source"]).strip()
    if "config" in told or "kind" in told:
        rule.config = kinds.named(rule.kind).checked(told.get("config", {}))
    if "except_values" in told:
        rule.except_values = _words(told["except_values"])
    if "during_lowering" in told:
        rule.during_lowering = _flag(told["during_lowering"], "during_lowering")
    _fill_patience(rule, told)


def _fill_patience(rule: AuxRule, told: dict[str, Any]) -> None:
    kind = Kind(rule.kind)
    if "longest_age_s" in told or rule.pk is None:
        default = LONGEST_AGE.get(kind, 86_400)
        rule.longest_age_s = configuring.seconds(default, A_YEAR_S)(told.get("longest_age_s"), "longest_age_s")
    if "wait_s" in told or rule.pk is None:
        rule.wait_s = configuring.seconds(WAIT.get(kind, 600), 86_400)(told.get("wait_s"), "wait_s")


def _kind(value: Any) -> str:
    if value not in Kind.values:
        raise wrong("kind", f"must be one of {', '.join(Kind.values)}")
    return str(value)


def _name(value: Any, rule: AuxRule) -> str:
    name = checked_text(value, "name", longest=100, shortest=1).strip()
    if not name or not name.isprintable():
        raise wrong("name", "is required")
    if AuxRule.objects.filter(name=name).exclude(pk=rule.pk).exists():
        raise wrong("name", "is that of another rule")
    return name


def _words(value: Any) -> list[str]:
    """Event values, as a list or as one text parted by commas."""
    words = value.split(",") if isinstance(value, str) else value
    if not isinstance(words, list) or len(words) > 100 or not all(isinstance(word, str) for word in words):
        raise wrong("except_values", "must be a list of event values")
    return [checked_text(word.strip(), "except_values", longest=100) for word in words if word.strip()]


def _flag(value: Any, field: str) -> bool:
    if not isinstance(value, bool):
        raise wrong(field, "must be a boolean")
    return value
