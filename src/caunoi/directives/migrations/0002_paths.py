from django.db import migrations

from caunoi.kit.audit.triggers import append_only
from caunoi.kit.collation import bytewise


class Migration(migrations.Migration):
    dependencies = [("directives", "0001_initial"), ("kit", "0002_append_only")]
    operations = [
        bytewise("directives_recipient", "path", 255),
        append_only(
            "directives_opening", "directives_acknowledgement", "directives_reminder", "directives_coverageminutes"
        ),
    ]
