from __future__ import annotations

from itertools import islice
from typing import Any

from django.db import migrations, models

from caunoi.notifications.queries.addresses import email_address

BATCH = 1000


def mark(apps: Any, _schema: Any) -> None:
    """Give the mailboxes of rosters their keyed hashes; a thousand at a time, so that a million fit into memory."""
    members = apps.get_model("organisations", "Member").objects
    rows = members.exclude(email="").only("email").order_by("pk").iterator(chunk_size=BATCH)
    while part := list(islice(rows, BATCH)):
        for row in part:
            row.email_fingerprint = email_address(row.email).fingerprint
        members.bulk_update(part, ["email_fingerprint"])


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0003_calendars'),
    ]

    operations = [
        migrations.AddField(
            model_name='member',
            name='email_fingerprint',
            field=models.CharField(blank=True, default='', max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
