"""Words that mean the same to a search, and what it could not find."""

from django.conf import settings
from django.db import models

from caunoi.kit.ids import PublicIdField


class Synonym(models.Model):
    """Phrases that stand for each other: what people say, and what the law says."""

    public_id = PublicIdField()
    # As written: "sổ đỏ = sổ hồng = giấy chứng nhận quyền sử dụng đất".
    phrases = models.CharField(max_length=600)
    note = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")


class MissedSearch(models.Model):
    """Words of a day that a search found nothing for, or nothing with all of them. Nobody who asked stands here."""

    on = models.DateField(db_index=True)
    # Folded, without what may tell of a person (pure.misses).
    words = models.CharField(max_length=160)
    nothing_count = models.PositiveIntegerField(default=0)
    near_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["on", "words"], name="missed_search_once_a_day")]
