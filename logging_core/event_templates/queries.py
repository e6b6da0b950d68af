"""Which templates somebody has."""

from typing import Any

from django.db import models

from logging_core.shared import permissions


class TemplateQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: permissions.Person | None) -> "TemplateQuerySet":
        """Templates somebody may know of."""
        if permissions.is_admin(person):
            return self
        return self.filter(admin_only=False, disabled=False)

    def buttons_for(self, person: permissions.Person | None) -> "TemplateQuerySet":
        """Those that give a button: a disabled template gives none, not even to admins."""
        return self.visible_to(person).filter(disabled=False)
