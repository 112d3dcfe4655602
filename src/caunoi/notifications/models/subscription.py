"""Browsers that a person let show notices (RFC 8030)."""

from django.conf import settings
from django.db import models

from caunoi.kit.encryption import EncryptedField
from caunoi.kit.ids import PublicIdField


class PushSubscription(models.Model):
    """One browser of one person. The endpoint is a key to it, and lies encrypted with the keys of its messages."""

    public_id = PublicIdField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_subscriptions")
    endpoint = EncryptedField()
    endpoint_print = models.CharField(max_length=64, unique=True)
    p256dh = EncryptedField()
    auth = EncryptedField()
    # What the person calls the machine by: "Chrome, Android".
    label = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()
    last_sent_at = models.DateTimeField(null=True, blank=True)
