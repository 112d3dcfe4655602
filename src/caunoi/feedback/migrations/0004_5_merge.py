from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("feedback", "0003_8_lists"), ("feedback", "0003_h7_model")]
    operations: list[object] = []
