"""The project package as a Django application: it brings the commands that run the system."""

from django.apps import AppConfig


class SealogConfig(AppConfig):
    name = "sealog"
    label = "sealog"

    def ready(self) -> None:
        """Tasks are sent through our Celery application. Not imported earlier, to keep `up` small."""
        from sealog import celery  # noqa: F401
