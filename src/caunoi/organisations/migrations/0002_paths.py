from django.db import migrations

from caunoi.kit.audit.triggers import append_only
from caunoi.kit.collation import bytewise


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial"), ("kit", "0002_append_only")]
    operations = [
        bytewise("organisations_placement", "path", 255),
        append_only("organisations_unitevent", "organisations_succession"),
    ]
