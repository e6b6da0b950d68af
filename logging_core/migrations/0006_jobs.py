from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("logging_core", "0005_void_tokens")]

    operations = []
