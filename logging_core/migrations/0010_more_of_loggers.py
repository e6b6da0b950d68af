"""Roll-ups of samples, and marks of the hours that are to be rolled up: at first all there are."""

from django.db import migrations, models

MARK_ALL = """
INSERT INTO logging_core_rollupdue (hour)
SELECT generate_series(day, day + interval '23 hours', interval '1 hour') FROM (
    SELECT to_date(right(relname, 8), 'YYYYMMDD')::timestamp AT TIME ZONE 'UTC' AS day
    FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid WHERE inhparent = 'logging_core_sample'::regclass
) days
"""


class Migration(migrations.Migration):
    dependencies = [("logging_core", "0009_sync")]

    operations = [
        migrations.CreateModel(
            name="RollUp",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "stream_id", "seconds", "at", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("stream_id", models.IntegerField()),
                ("seconds", models.SmallIntegerField()),
                ("at", models.DateTimeField()),
                ("least", models.FloatField()),
                ("greatest", models.FloatField()),
                ("total", models.FloatField(help_text="Their sum")),
                ("count", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="RollUpDue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hour", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.RunSQL(MARK_ALL, migrations.RunSQL.noop),
    ]
