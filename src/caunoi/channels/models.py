"""What came in by which way, who talks with us by Zalo, and papers on their way to become cases."""

from django.conf import settings
from django.db import models

from caunoi.channels.choices import InboundOutcome, PaperState
from caunoi.feedback.choices import Channel
from caunoi.feedback.models import Case, Follower
from caunoi.kit.encryption import EncryptedField
from caunoi.kit.ids import PublicIdField
from caunoi.kit.models import StoredFile
from caunoi.organisations.models import Unit

USER = settings.AUTH_USER_MODEL


class InboundMessage(models.Model):
    """Something came in, and what became of it. The same thing delivered twice has its effect once."""

    channel = models.CharField(max_length=9, choices=Channel)
    # SHA-256 of the way's own id (Message-ID, msg_id), which may name a person's machine.
    external_id = models.CharField(max_length=64)
    outcome = models.CharField(max_length=8, choices=InboundOutcome)
    # Why it was ignored or refused: AUTO, BOUNCE, LIST, SPAM, NOBODY, LOOP, FLOOD, or empty.
    reason = models.CharField(max_length=12, blank=True)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "external_id"], name="inbound_once")]
        indexes = [models.Index(fields=["channel", "at"], name="inbound_lately")]


class Conversation(models.Model):
    """A person who writes by Zalo: what they wrote and did not confirm yet, and the case that they speak of."""

    peer = EncryptedField()
    # Keyed hash of the id, to find the row without reading it.
    peer_print = models.CharField(max_length=64, unique=True)
    draft = EncryptedField(blank=True)
    draft_files = models.ManyToManyField(StoredFile, related_name="+")
    # One for each text that is being gathered: the key of the case that it becomes.
    draft_key = models.UUIDField(null=True, blank=True)
    follower = models.ForeignKey(Follower, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    has_left = models.BooleanField(default=False)
    last_at = models.DateTimeField()


class ZaloReply(models.Model):
    """What we say by Zalo: sent until taken, once."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="replies")
    key = models.CharField(max_length=120, unique=True)
    text = EncryptedField()
    at = models.DateTimeField()
    not_before_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    attempts_count = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)


class ZaloPicture(models.Model):
    """A picture that a person sent, to be fetched from Zalo: until it is here, or will never be."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="pictures")
    key = models.CharField(max_length=80, unique=True)
    url = EncryptedField()
    not_before_at = models.DateTimeField()
    attempts_count = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)


class Paper(models.Model):
    """A photographed or scanned letter, read by the machine, confirmed by a person."""

    public_id = PublicIdField()
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    desk = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=PaperState, default=PaperState.QUEUED)
    text = EncryptedField(blank=True)
    pages_count = models.PositiveSmallIntegerField(default=1)
    error = models.CharField(max_length=500, blank=True)
    attempts_count = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    seen_at = models.DateTimeField()
    case = models.OneToOneField(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
