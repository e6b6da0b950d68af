from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("logging_core", "0004_loggers")]
    operations = [
        migrations.AddField(
            model_name="user",
            name="tokens_from",
            field=models.BigIntegerField(
                default=0,
                editable=False,
                help_text="Second since 1970 before which tokens were issued that are void now",
            ),
        )
    ]
