from django.db import migrations

from caunoi.kit.audit.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("kit", "0001_initial")]
    operations = [append_only("kit_auditrow", "kit_auditseal", "kit_audithead")]
