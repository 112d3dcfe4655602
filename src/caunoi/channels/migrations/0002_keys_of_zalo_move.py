from typing import Any

from django.db import migrations


def carry(apps: Any, schema_editor: Any) -> None:
    """The refresh token counts once: the one that holds now goes along."""
    new = apps.get_model("notifications", "ZaloKeys")
    for row in apps.get_model("channels", "ZaloAccess").objects.all():
        new.objects.update_or_create(
            pk=row.pk,
            defaults={
                "access_token": row.access_token, "refresh_token": row.refresh_token, "expires_at": row.expires_at,
                "claimed_until": row.claimed_until,
            },
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("channels", "0001_initial"), ("notifications", "0005_transports")]

    operations = [
        migrations.RunPython(carry, migrations.RunPython.noop),
        migrations.DeleteModel(name="ZaloAccess"),
    ]
