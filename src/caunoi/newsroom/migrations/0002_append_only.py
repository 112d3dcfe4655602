from django.db import migrations

from caunoi.kit.audit.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0001_initial"), ("kit", "0002_append_only")]
    operations = [append_only("newsroom_revision"), append_only("newsroom_use")]
