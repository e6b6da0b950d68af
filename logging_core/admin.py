"""The admin pages of every room."""

from django.contrib import admin
from django.contrib.auth.models import Group

from logging_core.accounts import admin as accounts
from logging_core.loggers import admin as loggers
from logging_core.shared import admin as shared

__all__ = ["accounts", "loggers", "shared"]

admin.site.unregister(Group)  # roles say who may do what; groups would do nothing
