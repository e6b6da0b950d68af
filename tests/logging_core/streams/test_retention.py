"""Days of samples that are old enough go; what they were rolled up to stays."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from logging_core.shared import clock
from logging_core.streams import history
from logging_core.streams.models import RollUp, Stream
from logging_core.streams.partitions import existing_days
from logging_core.streams.retention import drop_old_days
from tests.logging_core.streams.conftest import another_connection
from tests.logging_core.streams.samples import record, stored

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
DAY = 86_400


@pytest.fixture
def days(real_ingest):
    """One number an hour, of today and of the nine days before; a table each."""
    with connection.cursor() as cursor:
        for day in existing_days(cursor):
            cursor.execute(f"DROP TABLE logging_core_sample_{day:%Y%m%d}")
    midnight = clock.now().replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
    times = [midnight - day * DAY + hour * 3600 for day in range(10) for hour in range(24)]
    real_ingest.store([record(at, Depth=at) for at in times])
    return midnight


def there():
    with connection.cursor() as cursor:
        return len(existing_days(cursor))


def test_samples_are_kept_for_ever_unless_said_otherwise(days):
    assert drop_old_days() == 0
    assert there() == 10


def test_days_over_the_age_go_and_plots_still_show_them(days, settings):
    settings.SAMPLE_DAYS = 3
    assert drop_old_days() == 6
    assert there() == 4
    assert min(stored("Depth")) == days - 3 * DAY
    assert RollUp.objects.filter(seconds=3600).count() == 6 * 24  # before they went
    since = datetime.fromtimestamp(days - 9 * DAY, UTC)
    found = history.series(Stream.objects.get(), since, since + timedelta(days=10), 2000)
    assert (min(found.least), max(found.greatest), sum(found.count)) == (days - 9 * DAY, days + 23 * 3600, 240)
    assert drop_old_days() == 0


def test_a_day_that_somebody_reads_goes_another_time(days, settings):
    settings.SAMPLE_DAYS = 8
    reader = another_connection()
    with reader.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM logging_core_sample")
        assert drop_old_days() == 0
    reader.rollback()
    assert drop_old_days() == 1
    reader.close()


def test_late_samples_of_a_dropped_day_are_stored_and_go_with_the_next_round(days, settings, real_ingest):
    settings.SAMPLE_DAYS = 3
    drop_old_days()
    real_ingest.store([record(days - 9 * DAY, Depth=-1.0)])
    assert min(stored("Depth")) == -1
    assert drop_old_days() == 1
