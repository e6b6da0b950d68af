"""The admin pages of every room."""

from qualitycontrol.archive import admin as archive

__all__ = ["archive"]
