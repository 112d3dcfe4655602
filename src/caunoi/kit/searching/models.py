"""Words that mean the same to a search."""

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
