from django.db import migrations

from caunoi.kit.audit.triggers import append_only
from caunoi.kit.collation import bytewise


class Migration(migrations.Migration):
    dependencies = [("directives", "0004_depth_facts")]
    operations = [
        bytewise("directives_signoff", "path", 255),
        append_only(
            "directives_acknowledgement",
            "directives_coverageminutes",
            "directives_directiveversion",
            "directives_pastreceipt",
            "directives_checkattempt",
            "directives_rungstep",
            "directives_contactnote",
            "directives_signoff",
        ),
    ]
