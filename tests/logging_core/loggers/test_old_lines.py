"""Old lines of the loggers' log go, and so do commands that were carried out."""

from datetime import timedelta

import pytest

from logging_core.loggers import old_lines
from logging_core.loggers.models import LoggerCommand, LoggerLog
from logging_core.loggers.tasks import delete_old
from logging_core.shared import clock

pytestmark = pytest.mark.django_db


def test_lines_and_commands_over_the_age_go_a_few_at_a_time(settings, monkeypatch):
    settings.LOGGER_LOG_DAYS = 90
    monkeypatch.setattr(old_lines, "AT_ONCE", 3)
    now = clock.now()
    ages = [timedelta(days=days) for days in (0, 89, 91, 92, 93, 94, 95, 96, 97)]
    LoggerLog.objects.bulk_create(LoggerLog(at=now - age, source="gyr1", level=20, text="x") for age in ages)
    for age in ages[:3]:
        LoggerCommand.objects.create(at=now - age, source="gyr1", text="help", done_at=now - age)
    waiting = LoggerCommand.objects.create(at=now - ages[-1], source="gyr1", text="help")
    assert delete_old() == 8
    assert LoggerLog.objects.count() == 2
    assert LoggerCommand.objects.count() == 3
    assert LoggerCommand.objects.filter(pk=waiting.pk).exists()
    assert delete_old() == 0
