from django.db import migrations, models

from caunoi.feedback.choices import Outcome


class Migration(migrations.Migration):
    dependencies = [("feedback", "0007_8_figures")]

    operations = [
        migrations.AddField(
            model_name="tombstone",
            name="publication_public_id",
            field=models.UUIDField(null=True, unique=True),
        ),
        migrations.AddField(
            model_name="tombstone",
            name="outcome",
            field=models.CharField(blank=True, choices=Outcome, default="", max_length=12),
            preserve_default=False,
        ),
    ]
