"""Forms of epochs: instants are typed as times."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from logging_core.shared.errors import BadInput
from monitoring import inputs
from monitoring.inventory.models import Epoch, StationEpoch
from qualitycontrol.archive import instants


class InstantField(forms.CharField):
    """UTC as `2015-02-01T12:00:00.500000Z` for whole nanoseconds; empty for none."""

    def prepare_value(self, value: Any) -> Any:
        return instants.text(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, int) or value in (None, ""):
            return None if value == "" else value
        try:
            return inputs.instant(value)
        except BadInput as problem:
            raise ValidationError(problem.message) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class EpochForm(forms.ModelForm):
    start_ns = InstantField(label="Start (UTC)")
    end_ns = InstantField(label="End (UTC)", required=False, help_text="Empty: still open")

    class Meta:
        model = Epoch
        fields = [
            "start_ns",
            "end_ns",
            "latitude",
            "longitude",
            "elevation",
            "depth",
            "azimuth",
            "dip",
            "sample_rate",
            "sensor",
        ]


class StationEpochForm(forms.ModelForm):
    start_ns = InstantField(label="Start (UTC)")
    end_ns = InstantField(label="End (UTC)", required=False, help_text="Empty: still open")

    class Meta:
        model = StationEpoch
        fields = ["start_ns", "end_ns", "latitude", "longitude", "elevation", "site"]
