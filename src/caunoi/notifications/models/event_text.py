"""Texts of events as administrators worded them: every wording stays, the current one is marked."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from caunoi.notifications.choices import Part


class EventText(models.Model):
    """One wording. An empty text is the way back to the house's own."""

    event = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    part = models.CharField(max_length=10, choices=Part)
    text = models.TextField(blank=True)
    is_current = models.BooleanField(default=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "language", "part"], condition=Q(is_current=True), name="event_text_current_once"
            )
        ]
        indexes = [models.Index(fields=["event", "language", "-id"], name="event_text_history")]
