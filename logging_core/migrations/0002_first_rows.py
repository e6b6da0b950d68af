"""The rows that every installation starts with: the head of the feed and the three variables clients expect."""

from django.db import migrations

VARIABLES = [
    ("59810167212b348aed7fa9f5", "asnapStatus", "Off"),
    ("59810167212b348aed7fa9f6", "freeSpaceInBytes", "0"),
    ("59810167212b348aed7fa9f7", "freeSpacePercentage", "0"),
]


def add_rows(apps, schema_editor):
    apps.get_model("logging_core", "FeedHead").objects.create()
    variables = apps.get_model("logging_core", "CustomVariable")
    for id, name, value in VARIABLES:
        variables.objects.create(id=id, name=name, value=value)


class Migration(migrations.Migration):
    dependencies = [("logging_core", "0001_initial")]
    operations = [migrations.RunPython(add_rows, migrations.RunPython.noop)]
