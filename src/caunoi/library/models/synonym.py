"""Words that mean the same, as the search takes them."""

from typing import Any

from django.conf import settings
from django.db import models


class SynonymGroup(models.Model):
    """One group (see pure.synonyms). A changed group is another row, so the newest key tells whether anything changed."""

    phrases: models.JSONField[Any, Any] = models.JSONField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
