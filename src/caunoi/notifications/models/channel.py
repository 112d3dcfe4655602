"""How each way out fares."""

from django.conf import settings
from django.db import models

from caunoi.notifications.choices import Channel


class ChannelState(models.Model):
    """One row a channel: paused by a person, resting by itself, its pace, its last success and failure."""

    channel = models.CharField(max_length=10, choices=Channel, unique=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    pause_reason = models.CharField(max_length=200, blank=True)
    # The service said no for everybody (quota, key); nothing is tried before.
    rests_until_at = models.DateTimeField(null=True, blank=True)
    rest_code = models.CharField(max_length=24, blank=True)
    # Messages are spread so that no more go in a second than the pace allows, for all workers together.
    free_at = models.DateTimeField(null=True, blank=True)
    # A job was asked for and has not ended: until then nobody asks for another, unless it was lost.
    asked_until_at = models.DateTimeField(null=True, blank=True)
    last_success_at = models.DateTimeField(null=True, blank=True)
    last_failure_at = models.DateTimeField(null=True, blank=True)
    last_failure_code = models.CharField(max_length=24, blank=True)
    quota_left = models.IntegerField(null=True, blank=True)
    quota_at = models.DateTimeField(null=True, blank=True)


class ChannelTally(models.Model):
    """How many messages of a day ended with a code; an empty code is "taken by the transport"."""

    channel = models.CharField(max_length=10, choices=Channel)
    on = models.DateField()
    code = models.CharField(max_length=24, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "on", "code"], name="channel_tally_once")]
