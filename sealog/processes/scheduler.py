"""Celery's beat without the rest: it sends names of tasks, so it needs none of their code and little memory."""

import logging.config
import os

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sealog.settings")

app = Celery("sealog", fixups=[])
app.config_from_object("django.conf:settings", namespace="CELERY")


@setup_logging.connect
def write_our_log_lines(**_kwargs: object) -> None:
    logging.config.dictConfig(settings.LOGGING)
