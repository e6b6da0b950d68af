"""Templates: what a button logs and what it asks first."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from logging_core.event_templates.queries import TemplateQuerySet
from logging_core.shared.models import Record


class EventTemplate(Record):
    """A button. `options` holds the questions in their order, in the form in which templates are exchanged."""

    event_name = models.CharField("button name", max_length=100)
    event_value = models.CharField(max_length=100)
    event_free_text_required = models.BooleanField(default=False)
    system_template = models.BooleanField(default=False, help_text="Only admins may change it")
    admin_only = models.BooleanField(default=False)
    disabled = models.BooleanField(default=False)
    categories = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    options = models.JSONField(default=list, blank=True)
    style = models.JSONField(default=dict, blank=True)
    position = models.PositiveIntegerField(default=0, help_text="Lower comes first; equal ones sort by name")

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ["position", "event_name", "ordinal"]

    def __str__(self) -> str:
        return self.event_name

    @property
    def restricted(self) -> bool:
        """Not for everybody's eyes."""
        return self.admin_only or self.disabled

    def record(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "event_name": self.event_name,
            "event_value": self.event_value,
            "event_free_text_required": self.event_free_text_required,
            "system_template": self.system_template,
            "template_categories": self.categories,
            "template_style": self.style,
            "disabled": self.disabled,
            "admin_only": self.admin_only,
            "position": self.position,
            "event_options": self.options,
        }
