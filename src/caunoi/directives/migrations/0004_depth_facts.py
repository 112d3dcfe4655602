from django.db import migrations
from django.db.models import Count, F, Q


def number_versions(apps, _schema_editor):
    """What was issued before versions were kept is version 1; units added later are counted."""
    directives = apps.get_model("directives", "Directive")
    versions = apps.get_model("directives", "DirectiveVersion")
    later = Count("recipients", filter=Q(recipients__is_later_addition=True))
    for row in directives.objects.annotate(later=later).order_by("pk").iterator(chunk_size=500):
        versions.objects.create(
            directive=row, number=1, title=row.title, message=row.message, due_on=row.due_on, issued_at=row.issued_at,
            issued_by_id=row.issued_by_id,
        )
        if row.later:
            directives.objects.filter(pk=row.pk).update(added_count=F("added_count") + row.later)


class Migration(migrations.Migration):
    dependencies = [("directives", "0003_depth")]
    operations = [
        migrations.RunPython(number_versions, migrations.RunPython.noop),
    ]
