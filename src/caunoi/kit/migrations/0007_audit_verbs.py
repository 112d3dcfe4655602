from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kit', '0006_previews'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='auditrow',
            index=models.Index(fields=['verb', 'at'], name='audit_verb'),
        ),
    ]
