import django.core.validators
import django.db.models.deletion
import logging_core.shared.clock
import logging_core.shared.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("logging_core", "0005_void_tokens")]

    operations = [
        migrations.CreateModel(
            name='Follower',
            fields=[
                ('name', models.CharField(max_length=50, primary_key=True, serialize=False)),
                ('epoch', models.CharField(help_text='Which journal `seq` counts in', max_length=36)),
                ('seq', models.BigIntegerField(help_text='The last change that is done with')),
                ('last_success', models.DateTimeField(null=True)),
                ('last_error', models.TextField(blank=True)),
                ('failing_since', models.DateTimeField(null=True)),
                ('failures', models.PositiveIntegerField(default=0, help_text='In a row, at the same place')),
                ('next_try_at', models.DateTimeField(null=True)),
                ('careful_to', models.BigIntegerField(default=0, help_text='Changes up to this one are handled one by one')),
                ('skipped', models.PositiveIntegerField(default=0, help_text='Changes it could not handle')),
                ('last_skipped_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='AsnapService',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('interval_s', models.PositiveIntegerField(null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3600)])),
                ('timeout_min', models.PositiveIntegerField(help_text='0: never off by itself', null=True, validators=[django.core.validators.MaxValueValidator(10080)])),
                ('set_at', models.DateTimeField(help_text='When somebody set these; the time-out counts from then on', null=True)),
                ('set_by', models.CharField(blank=True, max_length=100)),
                ('made_until', models.DateTimeField(help_text='Every period up to here has its snapshot', null=True)),
                ('looked_at', models.DateTimeField(help_text='The last sign of life of the service', null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_asnap_service')],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.CharField(default=logging_core.shared.ids.new_id, editable=False, max_length=24, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=50)),
                ('title', models.CharField(max_length=200)),
                ('params', models.JSONField(default=dict)),
                ('queue', models.CharField(choices=[('default', 'default'), ('archive', 'archive'), ('exports', 'exports')], default='default', max_length=20)),
                ('state', models.CharField(choices=[('queued', 'Queued'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='queued', max_length=10)),
                ('done', models.BigIntegerField(default=0)),
                ('total', models.BigIntegerField(default=0, help_text='0: not known')),
                ('note', models.CharField(blank=True, help_text='The last line it said', max_length=500)),
                ('result', models.JSONField(null=True)),
                ('problem', models.TextField(blank=True)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('once', models.CharField(blank=True, help_text='Of those under way, only one has this key', max_length=200)),
                ('asked_by', models.CharField(max_length=100)),
                ('asked_by_id', models.CharField(blank=True, max_length=24)),
                ('asked_at', models.DateTimeField(default=logging_core.shared.clock.now)),
                ('due_at', models.DateTimeField(default=logging_core.shared.clock.now, help_text='When a queued one is sent to the workers (again)')),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('claim', models.CharField(blank=True, max_length=36)),
                ('lease_until', models.DateTimeField(null=True)),
                ('cancel_asked', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['-asked_at', '-id'],
                'indexes': [models.Index(fields=['-asked_at', '-id'], name='job_newest'), models.Index(condition=models.Q(('state__in', ('queued', 'running'))), fields=['state'], name='job_under_way')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('queued', 'running')), models.Q(('once', ''), _negated=True)), fields=('once',), name='job_only_once_under_way')],
            },
        ),
        migrations.CreateModel(
            name='JobLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('at', models.DateTimeField(default=logging_core.shared.clock.now)),
                ('text', models.TextField()),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='logging_core.job')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('job', 'number'), name='job_line_number')],
            },
        ),
    ]
