"""The admin pages of every room."""

from logging_core.accounts import admin

__all__ = ["admin"]
