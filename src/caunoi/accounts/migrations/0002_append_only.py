from django.db import migrations

from caunoi.kit.audit.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("kit", "0002_append_only")]
    operations = [append_only("accounts_consententry")]
