from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("logging_core", "0008_aux_data_rules")]

    operations = []
