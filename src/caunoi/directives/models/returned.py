"""Deliveries that counted for a while: the message came back, and nothing else had reached the recipient."""

from django.db import models

from caunoi.directives.models.recipient import Recipient
from caunoi.notifications.choices import Channel


class ReturnedDelivery(models.Model):
    """Append-only: from `delivered_at` until `returned_at` a recipient counted as delivered. Minutes of that time rest on it."""

    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="returned_deliveries")
    version_number = models.PositiveIntegerField()
    delivered_at = models.DateTimeField()
    returned_at = models.DateTimeField()
    channel = models.CharField(max_length=10, choices=Channel)
    # What the transport said, as on the message.
    code = models.CharField(max_length=24, blank=True)
