import django.db.models.deletion
import logging_core.shared.clock
import logging_core.shared.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('logging_core', '0007_rules'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuxRule',
            fields=[
                ('ordinal', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.CharField(default=logging_core.shared.ids.new_id, editable=False, max_length=24, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=100, unique=True)),
                ('kind', models.CharField(choices=[('streams', 'Stored streams'), ('influxdb', 'InfluxDB'), ('frames', 'Frame grabs'), ('posted', 'Posted through the API')], max_length=10)),
                ('data_source', models.CharField(max_length=100)),
                ('enabled', models.BooleanField(default=False)),
                ('config', models.JSONField(default=dict)),
                ('except_values', models.JSONField(default=list, help_text='Events of these values get none')),
                ('during_lowering', models.BooleanField(default=False, help_text='Only events within a lowering')),
                ('longest_age_s', models.PositiveIntegerField(default=86400, help_text='Events older than this when they arrive are left alone')),
                ('wait_s', models.PositiveIntegerField(default=600, help_text='How long values that are late are waited for')),
                ('expected_since', models.DateTimeField(help_text='Events that arrived since then should have it', null=True)),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('enabled', True)), fields=('data_source',), name='one_enabled_rule_a_source')],
            },
        ),
        migrations.CreateModel(
            name='AuxOrigin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=100)),
                ('failures', models.PositiveIntegerField(default=0, help_text='In a row')),
                ('rests_until', models.DateTimeField(null=True)),
                ('trouble', models.TextField(blank=True)),
                ('trouble_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('shows_since', models.DateTimeField(help_text='Since when the picture is the same', null=True)),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='origins', to='logging_core.auxrule')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('rule', 'name'), name='one_row_an_origin')],
            },
        ),
        migrations.CreateModel(
            name='AuxTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'to be done, or tried again'), ('running', 'being done'), ('done', 'attached'), ('missing', 'the source had no values in time'), ('failed', 'the source could not be asked in time'), ('left', 'the event is gone, or the rule')], default='waiting', max_length=8)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('next_try', models.DateTimeField(default=logging_core.shared.clock.now)),
                ('cause', models.TextField(blank=True, help_text='Why it is not attached, or what was left out')),
                ('claim', models.UUIDField(null=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('asked_at', models.DateTimeField(default=logging_core.shared.clock.now, help_text='When the event arrived or its time was changed')),
                ('attached_at', models.DateTimeField(help_text='When its record was first stored', null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='logging_core.event')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='logging_core.auxrule')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ('waiting', 'running'))), fields=['next_try'], name='aux_task_due'), models.Index(fields=['rule', '-asked_at'], name='aux_task_newest'), models.Index(fields=['asked_at'], name='aux_task_age')],
                'constraints': [models.UniqueConstraint(fields=('event', 'rule'), name='one_aux_task_a_rule')],
            },
        ),
    ]
