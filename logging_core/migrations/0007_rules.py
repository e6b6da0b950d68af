"""Rules, triggers, notifications and checklists; the rules that every installation starts with."""

import django.db.models.deletion
import logging_core.shared.clock
import logging_core.shared.ids
from django.db import migrations, models


def milestone(name):
    return {"do": "milestone", "of": "lowering", "name": name, "reset": False}


START, STOP = {"do": "start", "of": "lowering"}, {"do": "stop", "of": "lowering"}
ON, OFF = {"do": "asnap", "on": True}, {"do": "asnap", "on": False}
VEHICLE = [
    ("5a0000000000000000000001", "Off deck", [ON, START]),
    ("5a0000000000000000000002", "On deck", [OFF, STOP]),
    ("5a0000000000000000000003", "Descending", [milestone("lowering_descending")]),
    ("5a0000000000000000000004", "On bottom", [milestone("lowering_on_bottom")]),
    ("5a0000000000000000000005", "Off bottom", [milestone("lowering_off_bottom")]),
    ("5a0000000000000000000006", "On surface", [milestone("lowering_on_surface")]),
    ("5a0000000000000000000007", "Aborted", [milestone("lowering_aborted")]),
]
VESSEL = [
    ("5a0000000000000000000008", "Start of Cruise", [ON]),
    ("5a0000000000000000000009", "End of Cruise", [OFF]),
]


def add_rules(apps, schema_editor):
    """Those of vehicles are on, those of vessels off."""
    rules = apps.get_model("logging_core", "Rule").objects
    for shipped, value, option, enabled in [(VEHICLE, "VEHICLE", "milestone", True), (VESSEL, "CRUISE", "status", False)]:
        for id, answer, deeds in shipped:
            conditions = [{"name": option, "value": answer}]
            name = f"{value.capitalize()}: {answer}"
            rules.create(id=id, name=name, enabled=enabled, event_value=value, conditions=conditions, deeds=deeds)


class Migration(migrations.Migration):

    dependencies = [
        ('logging_core', '0006_jobs'),
    ]

    operations = [
        migrations.CreateModel(
            name='Checklist',
            fields=[
                ('ordinal', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.CharField(default=logging_core.shared.ids.new_id, editable=False, max_length=24, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('title', models.CharField(max_length=100)),
                ('kind', models.CharField(choices=[('pre', 'Before the dive'), ('post', 'After the dive')], max_length=4)),
                ('items', models.JSONField(default=list)),
                ('lowering_uid', models.CharField(db_index=True, help_text='The 24-hex id of the lowering', max_length=24)),
                ('begun_by', models.CharField(max_length=100)),
                ('begun_at', models.DateTimeField(default=logging_core.shared.clock.now)),
                ('closed_by', models.CharField(blank=True, max_length=100)),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-begun_at', '-ordinal'],
            },
        ),
        migrations.CreateModel(
            name='ChecklistTemplate',
            fields=[
                ('ordinal', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.CharField(default=logging_core.shared.ids.new_id, editable=False, max_length=24, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('title', models.CharField(max_length=100)),
                ('kind', models.CharField(choices=[('pre', 'Before the dive'), ('post', 'After the dive')], max_length=4)),
                ('items', models.JSONField(default=list)),
                ('in_use', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['-kind', 'ordinal'],
            },
        ),
        migrations.CreateModel(
            name='NotificationTarget',
            fields=[
                ('ordinal', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.CharField(default=logging_core.shared.ids.new_id, editable=False, max_length=24, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=100, unique=True)),
                ('enabled', models.BooleanField(default=True)),
                ('kind', models.CharField(choices=[('mail', 'Mail'), ('webhook', 'Webhook')], max_length=7)),
                ('address', models.CharField(max_length=1000)),
                ('secret_name', models.CharField(blank=True, max_length=50)),
            ],
            options={
                'ordering': ['ordinal'],
            },
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('ordinal', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.CharField(default=logging_core.shared.ids.new_id, editable=False, max_length=24, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=100, unique=True)),
                ('enabled', models.BooleanField(default=True)),
                ('event_value', models.CharField(help_text='Letter by letter, capitals count', max_length=100)),
                ('conditions', models.JSONField(blank=True, default=list)),
                ('deeds', models.JSONField(default=list)),
            ],
            options={
                'ordering': ['ordinal'],
            },
        ),
        migrations.CreateModel(
            name='Trigger',
            fields=[
                ('ordinal', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.CharField(default=logging_core.shared.ids.new_id, editable=False, max_length=24, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=100, unique=True)),
                ('enabled', models.BooleanField(default=False)),
                ('kind', models.CharField(choices=[('threshold', 'Threshold'), ('geofence', 'Geofence'), ('silence', 'Silence')], max_length=10)),
                ('setting', models.JSONField(default=dict)),
                ('event', models.JSONField(null=True)),
                ('notify', models.JSONField(null=True)),
            ],
            options={
                'ordering': ['ordinal'],
            },
        ),
        migrations.CreateModel(
            name='TriggerState',
            fields=[
                ('trigger', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='state', serialize=False, to='logging_core.trigger')),
                ('phase', models.CharField(choices=[('armed', 'waits'), ('pending', 'holds, not long enough yet'), ('beyond', 'has fired')], default='armed', max_length=8)),
                ('since', models.DateTimeField(help_text='When the condition began to hold', null=True)),
                ('seen_at', models.DateTimeField(help_text='Time of the last value that was looked at', null=True)),
                ('value', models.CharField(blank=True, max_length=200)),
                ('fired_at', models.DateTimeField(null=True)),
                ('fired_event_id', models.CharField(blank=True, max_length=24)),
                ('problem', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('target_name', models.CharField(max_length=100)),
                ('cause', models.CharField(db_index=True, help_text='What asked for it: rule, trigger, test', max_length=120)),
                ('once', models.CharField(max_length=200, unique=True)),
                ('subject', models.CharField(max_length=200)),
                ('text', models.TextField()),
                ('about', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('queued', 'waiting'), ('sent', 'sent'), ('failed', 'given up'), ('held', 'held back')], default='queued', max_length=6)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('made_at', models.DateTimeField(db_index=True, default=logging_core.shared.clock.now)),
                ('due_at', models.DateTimeField(default=logging_core.shared.clock.now, help_text='Not tried before; in a try the end of its claim')),
                ('sent_at', models.DateTimeField(null=True)),
                ('problem', models.TextField(blank=True)),
                ('target', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='logging_core.notificationtarget')),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['due_at'], name='notification_due')],
            },
        ),
        migrations.CreateModel(
            name='RuleFiring',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule_name', models.CharField(max_length=100)),
                ('event_id', models.CharField(db_index=True, max_length=24)),
                ('event_version', models.PositiveIntegerField()),
                ('event', models.JSONField(default=dict)),
                ('by_product', models.BooleanField(default=False, help_text='The event was made by the product, not by a person')),
                ('outcomes', models.JSONField(default=list)),
                ('at', models.DateTimeField(db_index=True, default=logging_core.shared.clock.now)),
                ('rule', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='firings', to='logging_core.rule')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('rule', 'event_id', 'event_version'), name='one_firing_a_version')],
            },
        ),
        migrations.CreateModel(
            name='Tick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item_id', models.CharField(max_length=24)),
                ('author', models.CharField(max_length=100)),
                ('author_id', models.CharField(blank=True, max_length=24)),
                ('signed', models.CharField(blank=True, max_length=100)),
                ('at', models.DateTimeField(default=logging_core.shared.clock.now)),
                ('checklist', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ticks', to='logging_core.checklist')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('checklist', 'item_id'), name='one_tick_an_item')],
            },
        ),
        migrations.RunPython(add_rules, migrations.RunPython.noop),
    ]
