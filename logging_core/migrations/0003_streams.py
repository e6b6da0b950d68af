"""Streams and their samples. The table of samples is divided by days, which Django cannot say."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

# The index holds the numbers, too: plots and values at a time are read from it alone.
SAMPLES = """
CREATE TABLE logging_core_sample (
    stream_id integer NOT NULL,
    at timestamptz NOT NULL,
    number double precision,
    text text
) PARTITION BY RANGE (at);
CREATE INDEX logging_core_sample_stream_at ON logging_core_sample (stream_id, at) INCLUDE (number);
"""


class Migration(migrations.Migration):
    dependencies = [("logging_core", "0002_first_rows")]
    operations = [
        migrations.CreateModel(
            name="Stream",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200, unique=True)),
                ("label", models.CharField(blank=True, max_length=200)),
                ("unit", models.CharField(blank=True, max_length=50)),
                ("description", models.TextField(blank=True)),
                ("source", models.CharField(blank=True, help_text="data_id of the records it comes in", max_length=200)),
                ("kind", models.CharField(help_text="number or text, as its first value was", max_length=6)),
                ("metadata", models.JSONField(blank=True, default=dict, help_text="What device definitions say of it")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={"ordering": ["source", "name"]},
        ),
        migrations.CreateModel(
            name="StreamLatest",
            fields=[
                (
                    "stream",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="latest",
                        serialize=False,
                        to="logging_core.stream",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("number", models.FloatField(null=True)),
                ("text", models.TextField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SpoolPosition",
            fields=[
                ("source", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("position", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(SAMPLES, "DROP TABLE logging_core_sample")],
            state_operations=[
                migrations.CreateModel(
                    name="Sample",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "stream_id", "at", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("stream_id", models.IntegerField()),
                        ("at", models.DateTimeField()),
                        ("number", models.FloatField(null=True)),
                        ("text", models.TextField(null=True)),
                    ],
                ),
            ],
        ),
    ]
