import django.db.models.deletion
from django.db import migrations, models

from caunoi.feedback.choices import OPEN_STATES


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0006_h7_answered"),
        ("feedback", "0006_h9_petitions"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="case", name="case_open_due"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", OPEN_STATES)),
                fields=["due_at", "id", "state", "desk", "unit"],
                name="case_open_due",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="topic",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="feedback.topic",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="body",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases_about",
                to="organisations.unit",
            ),
        ),
        *(
            migrations.AddIndex(
                model_name="case", index=models.Index(fields=[name, "-received_at"], name=f"case_{name}_newest")
            )
            for name in ("unit", "body", "topic")
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                condition=models.Q(("withdrawn_at", None)),
                fields=["outcome", "-published_at"],
                name="register_outcome",
            ),
        ),
    ]
