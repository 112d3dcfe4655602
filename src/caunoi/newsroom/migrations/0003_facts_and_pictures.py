import django.db.models.deletion
from django.db import migrations, models

from caunoi.kit.audit.triggers import append_only

# SQLite copies the table to add a column, which its triggers would not survive.
GUARD = append_only("newsroom_revision")


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0002_append_only'),
    ]

    operations = [
        migrations.RunPython(GUARD.reverse_code, GUARD.code),
        migrations.CreateModel(
            name='ArticlePicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='review',
            name='review_once',
        ),
        migrations.AddField(
            model_name='revision',
            name='facts',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='articlepicture',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='newsroom.article'),
        ),
        migrations.AddField(
            model_name='articlepicture',
            name='picture',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='articles', to='newsroom.picture'),
        ),
        migrations.AddConstraint(
            model_name='articlepicture',
            constraint=models.UniqueConstraint(fields=('article', 'picture'), name='article_picture_once'),
        ),
        append_only("newsroom_revision"),
    ]
