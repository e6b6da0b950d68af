"""Records that other programs post through the API: nothing is asked, only expected."""

from datetime import datetime
from typing import Any

from logging_core.automation.aux_rules import configuring
from logging_core.automation.aux_rules.gathering import Gathered, NoValues
from logging_core.automation.aux_rules.models import AuxRule


def checked(config: Any) -> dict[str, Any]:
    return configuring.strict(config, {})


def gather(rule: AuxRule, moment: datetime, *, keep: bool = True) -> Gathered:
    raise NoValues(f"records of {rule.data_source} come from another program")
