"""The Celery application: tasks are doors, found in the `tasks.py` of each room."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sealog.settings")

app = Celery("sealog")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(
    [
        "logging_core.automation",
        "logging_core.automation.notifications",
        "logging_core.automation.triggers",
        "logging_core.automation.sync",
        "logging_core.loggers",
        "logging_core.shared.jobs",
        "logging_core.streams",
        "monitoring.completion",
        "monitoring.console",
        "monitoring.health",
        "monitoring.statistics",
        "qualitycontrol.archive",
    ]
)
