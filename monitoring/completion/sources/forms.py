"""The form of a source: parameters are checked by the plugin itself."""

from typing import Any

from django import forms

from logging_core.shared.errors import BadInput
from monitoring.completion.sources import actions, kinds
from monitoring.completion.sources.models import Source


class SourceForm(forms.ModelForm):
    class Meta:
        model = Source
        fields = [
            "name",
            "priority",
            "kind",
            "parameters",
            "limit_rate",
            "connections",
            "cpu_limit",
            "log_level",
            "availability",
            "nslc",
        ]
        help_texts = {
            "log_level": "The least serious lines about it that are kept in the log. Error: refusals and pauses "
            "only, not every failure that is tried again",
        }

    def clean(self) -> dict[str, Any]:
        """The same rules as the action, told beside their fields."""
        told = super().clean() or {}
        if self.errors:
            return told
        try:
            told["parameters"] = kinds.checked(told["kind"], told.get("parameters") or {})
        except BadInput as problem:
            self.add_error("parameters", problem.message)
        try:
            row = Source(pk=self.instance.pk, priority=told["priority"])
            actions.check_priority(row, list(told["nslc"]))
        except BadInput as problem:
            self.add_error("priority", problem.message)
        return told


def template(name: str) -> str:
    """What the parameters of a kind look like, for the help text."""
    parts = (
        f"{one.name}: {one.help}{f' ({one.example})' if one.example else ''}"
        for one in kinds.named(name).PARAMETERS
    )
    return "; ".join(parts)
