"""Digests: what waits for the next one, and each that was made. See docs/mechanisms/notifications.md."""

from django.conf import settings
from django.db import models

from caunoi.notifications.choices import Channel, Frequency

USER = settings.AUTH_USER_MODEL


class Digest(models.Model):
    """One digest that was queued, and the watermark of what it covered."""

    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel)
    made_at = models.DateTimeField()
    # The newest thing in it.
    covered_until_at = models.DateTimeField()
    items_count = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["user", "channel", "-id"], name="digest_by_user")]


class DigestItem(models.Model):
    """One thing that a person hears of in a digest. It belongs to no digest, or to one, for good."""

    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel)
    frequency = models.CharField(max_length=10, choices=Frequency)
    event = models.CharField(max_length=60)
    # The row that it is about, as rooms that count deliveries name it.
    subject = models.CharField(max_length=120)
    topic = models.CharField(max_length=120)
    topic_label = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    path = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=160)
    noted_at = models.DateTimeField()
    due_at = models.DateTimeField()
    digest = models.ForeignKey(Digest, null=True, on_delete=models.CASCADE, related_name="items")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="digest_item_key_once")]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(digest=None), name="digest_item_waiting"),
            models.Index(fields=["user"], condition=models.Q(digest=None), name="digest_item_by_user"),
            models.Index(fields=["subject"], name="digest_item_subject"),
        ]
