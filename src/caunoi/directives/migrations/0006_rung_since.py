from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directives", "0005_depth_guards")]
    operations = [
        # Nothing put up a rung before.
        migrations.AddField(
            model_name="ladderrung",
            name="since_on",
            field=models.DateField(default="2026-01-01"),
            preserve_default=False,
        ),
    ]
