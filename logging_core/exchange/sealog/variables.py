"""Custom variables of a Sealog server. They are known by their names; ids differ from server to server."""

from typing import Any

from logging_core.automation.actions import create_variable, set_variable
from logging_core.automation.models import CustomVariable
from logging_core.exchange.sealog.batch import Run, one_by_one
from logging_core.exchange.sealog.fields import Raw, record_id
from logging_core.exchange.sealog.report import IMPORTED, SKIPPED, UPDATED
from logging_core.shared.text import checked_text


def read(raw: Raw) -> dict[str, Any]:
    record_id(raw)
    return {
        "name": checked_text(raw["custom_var_name"], "custom_var_name", longest=100, shortest=1),
        "value": checked_text(raw.get("custom_var_value"), "custom_var_value", longest=100_000),
    }


def _load_one(run: Run, id: str, values: dict[str, Any]) -> str:
    stored = CustomVariable.objects.filter(name=values["name"]).first()
    if stored is None:
        create_variable(actor=run.actor, id=id, **values)
        return IMPORTED
    if not run.update or stored.value == values["value"]:
        return SKIPPED
    set_variable(actor=run.actor, **values)
    return UPDATED


load = one_by_one("custom variables", _load_one)
