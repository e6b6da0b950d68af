"""The form of the configuration: rules over several fields, told beside them."""

from typing import Any

from django import forms

from monitoring.completion.models import Configuration


class ConfigurationForm(forms.ModelForm):
    class Meta:
        model = Configuration
        fields = "__all__"  # noqa: DJ007  (there is no field that a form may not hold)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        networks = set(told.get("networks") or ())
        outside = [station for station in told.get("stations") or () if station.network not in networks]
        if outside:
            self.add_error("stations", f"{', '.join(map(str, outside))}: not in one of the chosen networks")
        return told
