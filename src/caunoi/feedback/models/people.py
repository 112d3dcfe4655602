"""Who sent, who follows, and who may not know. Protection class L1 of docs/mechanisms/protection.md."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from caunoi.feedback.choices import FollowerKind, RecusalSource
from caunoi.feedback.models.case import Case
from caunoi.kit.encryption import EncryptedField
from caunoi.kit.ids import PublicIdField
from caunoi.organisations.models import Unit

USER = settings.AUTH_USER_MODEL


class Sender(models.Model):
    """Name and contact of who sent a case, encrypted; absent for "receipt only". Every look at it is a recorded deed."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="sender")
    user = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # The sender's own grassroots union, where they named it.
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = EncryptedField(blank=True)
    contact = EncryptedField(blank=True)
    # Keyed hash of a normalised e-mail or phone, so that a reply by mail finds its case without reading contacts.
    contact_print = models.CharField(max_length=64, blank=True, db_index=True)
    # Entered for somebody: by whom, and by which way the person said it.
    clerk = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    has_printed_receipt = models.BooleanField(default=False)


class Follower(models.Model):
    """A receipt: whoever holds its code reads the dialogue, answers, rates, reopens. Only a keyed hash is stored."""

    public_id = PublicIdField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="followers")
    kind = models.CharField(max_length=10, choices=FollowerKind, default=FollowerKind.ORIGIN)
    receipt_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    joined_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    # Twelve months after the last thing that happened; then the code opens nothing, and says so to nobody.
    expires_at = models.DateTimeField()
    # The page of the receipt was left only after this was said.
    kept_at = models.DateTimeField(null=True, blank=True)


class Recusal(models.Model):
    """A person or a whole unit that is named in a case: for them it does not exist, on any surface."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="recusals")
    user = models.ForeignKey(USER, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # As the sender wrote it, while nobody with that name is known.
    name = EncryptedField(blank=True)
    source = models.CharField(max_length=8, choices=RecusalSource)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "case"], condition=Q(lifted_at=None), name="recusal_user"),
            models.Index(fields=["unit", "case"], condition=Q(lifted_at=None), name="recusal_unit"),
        ]
