"""Events written in the transaction of the deed that they tell of."""

from django.db import models
from django.db.models import Q

from caunoi.kit.ids import PublicIdField


class OutboxEvent(models.Model):
    """The record of an event; the queue is only its doorbell."""

    public_id = PublicIdField()
    name = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    posted_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    attempts_count = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_attempt_at", "id"], condition=Q(delivered_at=None), name="outbox_pending"),
        ]


class ProcessedEvent(models.Model):
    """One consumer has had its effect for one event: written in the same transaction as the effect."""

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="processed")
    consumer = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "consumer"], name="processed_once")]
