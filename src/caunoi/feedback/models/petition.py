"""A union gathers the same grievance of several members and forwards one petition; each keeps their own receipt."""

from django.conf import settings
from django.db import models

from caunoi.feedback.choices import PetitionState
from caunoi.feedback.models.case import Case
from caunoi.feedback.models.topic import Topic
from caunoi.kit.encryption import EncryptedField
from caunoi.kit.ids import PublicIdField
from caunoi.organisations.models import Unit

USER = settings.AUTH_USER_MODEL


class Petition(models.Model):
    """Gathering until the union forwards it; `threshold` is the least number of voices, so that nobody stands out."""

    public_id = PublicIdField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="petitions")
    title = models.CharField(max_length=160)
    text = models.TextField()
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=PetitionState, default=PetitionState.GATHERING)
    threshold = models.PositiveSmallIntegerField(default=5)
    # Printed as a QR code at the workplace: members join by it without an account.
    token = EncryptedField()
    token_hash = models.CharField(max_length=64, unique=True)
    case = models.OneToOneField(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="petition")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    forwarded_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    # Why it was stopped, for those who joined.
    stop_reason = models.TextField(blank=True)
    is_sample = models.BooleanField(default=False)


class PetitionVoice(models.Model):
    """One member's voice; its receipt becomes a follower of the case when the petition is forwarded."""

    public_id = PublicIdField()
    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="voices")
    receipt_hash = models.CharField(max_length=64, unique=True)
    # Seen by the union only, never sent on as it is.
    text = EncryptedField(blank=True)
    name = EncryptedField(blank=True)
    # Of a voice that the union wrote down for somebody: how the person is reached, or that the receipt was printed.
    contact = EncryptedField(blank=True)
    has_printed_receipt = models.BooleanField(default=False)
    at = models.DateTimeField()
    entered_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
