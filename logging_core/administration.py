"""The admin site: its name, and passwords changed where every other field of an account is changed."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import SimpleAdminConfig
from django.http import HttpRequest
from django.shortcuts import redirect


class Administration(AdminSite):
    site_header = "Sealog administration"
    site_title = "Sealog administration"
    index_title = "System"

    def index(self, request: HttpRequest, extra_context: Any = None) -> Any:
        from logging_core.accounts.well_known import warnings

        for warning in warnings():
            messages.warning(request, warning)
        return super().index(request, extra_context)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The account's own page: its form goes through the journal, Django's would not."""
        return redirect("admin:logging_core_user_change", request.user.pk)


class AdministrationConfig(SimpleAdminConfig):
    """Leaves it to `sealog.urls` to find the admin pages: workers do not need them, nor what they import."""

    default_site = "logging_core.administration.Administration"
