"""Versions of records, and the instances they are exchanged with."""

import django.db.models.deletion
import django.contrib.postgres.fields
import logging_core.automation.sync.models
import logging_core.shared.clock
import logging_core.shared.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("logging_core", "0008_aux_data_rules")]

    operations = [
        migrations.CreateModel(
            name="SyncConflict",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("at", models.DateTimeField(default=logging_core.shared.clock.now)),
                ("peer", models.CharField(max_length=40)),
                (
                    "matter",
                    models.CharField(
                        choices=[
                            ("conflict", "changed on both sides"),
                            ("source", "two records of one source at one event"),
                            ("name", "two records under one name"),
                        ],
                        max_length=8,
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("record_id", models.CharField(max_length=24)),
                ("told", models.TextField()),
                (
                    "lost_version",
                    models.CharField(blank=True, help_text="Time and origin of what gave way", max_length=40),
                ),
                ("kept", models.JSONField(null=True)),
                ("lost", models.JSONField(null=True)),
                ("seen_by", models.CharField(blank=True, max_length=100)),
                ("seen_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="SyncInstance",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "instance_id",
                    models.CharField(default=logging_core.automation.sync.models.new_instance_id, max_length=12),
                ),
                ("seq", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="SyncPeer",
            fields=[
                ("ordinal", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "id",
                    models.CharField(
                        default=logging_core.shared.ids.new_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.SlugField(max_length=40, unique=True)),
                ("url", models.URLField(blank=True, max_length=300, verbose_name="address")),
                (
                    "speech",
                    models.CharField(
                        choices=[
                            ("ours", "an instance of this product"),
                            ("sealog", "another Sealog server"),
                        ],
                        default="ours",
                        max_length=8,
                        verbose_name="what it is",
                    ),
                ),
                ("gives", models.BooleanField(default=True, verbose_name="we give it our changes")),
                ("takes", models.BooleanField(default=True, verbose_name="we take its changes")),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10),
                        default=logging_core.automation.sync.models.all_kinds,
                        size=None,
                    ),
                ),
                (
                    "read_only",
                    models.BooleanField(
                        default=False,
                        help_text="Records of these kinds cannot be changed here, only there",
                        verbose_name="read-only copy",
                    ),
                ),
                ("enabled", models.BooleanField(default=True)),
                (
                    "every_s",
                    models.PositiveIntegerField(
                        default=5,
                        help_text="Ours are sent within a second or two in any case",
                        verbose_name="look for changes every (s)",
                    ),
                ),
                (
                    "bytes_per_s",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Both ways together; empty: none",
                        null=True,
                        verbose_name="limit (bytes/s)",
                    ),
                ),
                (
                    "echo_account",
                    models.CharField(
                        blank=True,
                        help_text="What this account changes here came from there and is not sent back (other Sealog servers)",
                        max_length=100,
                        verbose_name="its account here",
                    ),
                ),
                ("instance_id", models.CharField(blank=True, editable=False, max_length=12)),
                (
                    "account",
                    models.CharField(blank=True, editable=False, help_text="By which it calls us", max_length=24),
                ),
                (
                    "given_to",
                    models.CharField(blank=True, editable=False, help_text="Place in our journal", max_length=100),
                ),
                (
                    "taken_to",
                    models.CharField(
                        blank=True, editable=False, help_text="Place in theirs, by our calls", max_length=100
                    ),
                ),
                (
                    "heard_to",
                    models.CharField(
                        blank=True, editable=False, help_text="Place in theirs, by their calls", max_length=100
                    ),
                ),
                (
                    "asked_to",
                    models.CharField(
                        blank=True, editable=False, help_text="Place in ours, by their calls", max_length=100
                    ),
                ),
                ("anew", models.BooleanField(default=False, editable=False, help_text="It takes our next place, whatever it had")),
                ("lost", models.BooleanField(default=False, editable=False, help_text="We were restored and miss what we had")),
                ("last_contact_at", models.DateTimeField(editable=False, null=True)),
                ("last_equal_at", models.DateTimeField(editable=False, null=True)),
                ("failing_since", models.DateTimeField(editable=False, null=True)),
                ("failures", models.PositiveIntegerField(default=0, editable=False)),
                ("problem", models.TextField(blank=True, editable=False)),
                ("next_at", models.DateTimeField(editable=False, null=True)),
                ("at_a_time", models.PositiveIntegerField(default=100, editable=False)),
                ("records_out", models.BigIntegerField(default=0, editable=False)),
                ("records_in", models.BigIntegerField(default=0, editable=False)),
                ("bytes_out", models.BigIntegerField(default=0, editable=False)),
                ("bytes_in", models.BigIntegerField(default=0, editable=False)),
                ("rate", models.FloatField(default=0, editable=False, help_text="Bytes/s of the last exchange")),
                ("waiting_in", models.BigIntegerField(default=0, editable=False)),
                ("oldest_in_at", models.DateTimeField(editable=False, null=True)),
                (
                    "ahead_ms",
                    models.BigIntegerField(default=0, editable=False, help_text="Its clock against ours"),
                ),
            ],
            options={
                "verbose_name": "sync peer",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="SyncStamp",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("kind", models.CharField(max_length=10)),
                ("record_id", models.CharField(max_length=24)),
                ("time", models.BigIntegerField()),
                ("origin", models.CharField(max_length=12)),
                ("seen", models.JSONField(default=dict)),
                ("seq", models.BigIntegerField(db_index=True)),
                ("heard_from", models.CharField(blank=True, max_length=12)),
                ("gone", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "record_id"), name="one_stamp_a_record")],
            },
        ),
        migrations.CreateModel(
            name="SyncHeld",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("outgoing", models.BooleanField(default=False)),
                ("kind", models.CharField(max_length=10)),
                ("record_id", models.CharField(max_length=24)),
                ("wire", models.JSONField(null=True)),
                ("problem", models.TextField()),
                ("since", models.DateTimeField(default=logging_core.shared.clock.now)),
                ("tries", models.PositiveIntegerField(default=1)),
                ("next_at", models.DateTimeField(default=logging_core.shared.clock.now)),
                (
                    "peer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="held",
                        to="logging_core.syncpeer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("peer", "outgoing", "kind", "record_id"), name="held_once_a_peer"
                    )
                ],
            },
        ),
    ]
