"""The project package: settings, addresses, processes. No records live here."""

from sealog.celery import app as celery_app

__all__ = ["celery_app"]
