"""Words that offices add to the tables of pure.spoken and pure.plain_language, or take out of them."""

from django.conf import settings
from django.db import models

from caunoi.kit.ids import PublicIdField
from caunoi.newsroom.choices import WordingKind


class Wording(models.Model):
    """`written` is said or better written as `instead`; with an empty `instead` the table's own line is not used."""

    public_id = PublicIdField()
    kind = models.CharField(max_length=12, choices=WordingKind)
    written = models.CharField(max_length=80)
    instead = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "written"], name="wording_once")]
