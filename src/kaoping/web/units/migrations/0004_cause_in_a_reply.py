"""A unit may name the cause with its answer to the draft."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("units", "0003_causes")]
    operations = [
        migrations.AddField(
            "reply", "cause", models.CharField("原因", blank=True, default="", max_length=40), preserve_default=False
        ),
    ]
