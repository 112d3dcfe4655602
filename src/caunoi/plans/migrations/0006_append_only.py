from django.db import migrations

from caunoi.kit.audit.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("plans", "0005_activity_by_day"), ("kit", "0002_append_only")]
    operations = [append_only("plans_planrevision")]
