"""Messages to people: one row per person, channel and thing."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from caunoi.kit.encryption import EncryptedField
from caunoi.kit.ids import PublicIdField
from caunoi.notifications.choices import Channel, MessageState


class Message(models.Model):
    """One message. `subject` names the row it is about ("directives.recipient:12"); `topic` groups by object."""

    public_id = PublicIdField()
    channel = models.CharField(max_length=10, choices=Channel)
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.QUEUED)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="messages"
    )
    address = EncryptedField(blank=True)
    subject = models.CharField(max_length=120)
    topic = models.CharField(max_length=120, blank=True)
    # Which kind of event it tells (queries.events); empty: to an address without an account.
    event = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200)
    body = models.TextField()
    # The path inside the site; a personal link's token lies encrypted, as it is a key until the message is sent.
    path = EncryptedField(blank=True)
    # Where an answer to the mail goes; empty: nobody reads answers.
    reply_to = models.CharField(max_length=254, blank=True)
    # The same effect asked for twice is one message.
    key = models.CharField(max_length=160)
    # Channels that are tried after this one fails, separated by commas.
    fallbacks = models.CharField(max_length=60, blank=True)
    queued_at = models.DateTimeField()
    not_before_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    # Until then the transport may still tell what became of it.
    watched_until_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    attempts_count = models.PositiveIntegerField(default=0)
    # The worker's batch that has it in hand.
    claim = models.CharField(max_length=32, blank=True)
    code = models.CharField(max_length=24, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        # Named here, not on the fields: for those PostgreSQL would keep a second index each, for LIKE.
        constraints = [models.UniqueConstraint(fields=["key"], name="message_key_once")]
        indexes = [
            models.Index(fields=["subject"], name="message_subject"),
            models.Index(
                fields=["channel", "not_before_at", "id"],
                condition=Q(state=MessageState.QUEUED),
                name="message_queued_by_channel",
            ),
            models.Index(
                fields=["watched_until_at"], condition=Q(watched_until_at__isnull=False), name="message_watched"
            ),
            models.Index(fields=["recipient", "-id"], name="message_by_recipient"),
        ]
