from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models.functions import Left

from caunoi.kit.folding import Folded


def fold_titles(apps: Any, _schema: Any) -> None:
    """In one statement: the database folds."""
    apps.get_model("plans", "Activity").objects.update(folded_title=Left(Folded("title"), 300))


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0010_activities_counted'),
    ]

    operations = [
        migrations.AddField(
            model_name='activity',
            name='folded_title',
            field=models.CharField(default='', max_length=300),
            preserve_default=False,
        ),
        migrations.RunPython(fold_titles, migrations.RunPython.noop),
    ]
