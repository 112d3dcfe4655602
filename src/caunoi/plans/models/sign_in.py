"""Signing in at a meeting by one's own phone, without an account."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from caunoi.kit.encryption import EncryptedField
from caunoi.kit.ids import PublicIdField
from caunoi.plans.models.activity import Activity


class SignIn(models.Model):
    """The list of one meeting. Whoever has `code` may sign until `closes_at`, or until a person closes it before.

    `names_erased_at`: the names are gone, the number of people stays.
    """

    public_id = PublicIdField()
    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="sign_in")
    code = models.CharField(max_length=12, unique=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    names_erased_at = models.DateTimeField(null=True, blank=True)


class Signature(models.Model):
    """One person of a meeting. One phone signs once (`device`, a keyed hash of a cookie made for this list), and one
    person once (`person`, a keyed hash of the unit, the name and what tells namesakes apart: the same at all its meetings). Lines of the chair have no device."""

    public_id = PublicIdField()
    sign_in = models.ForeignKey(SignIn, on_delete=models.CASCADE, related_name="signatures")
    number = models.PositiveIntegerField()
    name = EncryptedField(blank=True)
    # A member's code, or the last digits of a telephone.
    hint = EncryptedField(blank=True)
    device = models.CharField(max_length=64, blank=True)
    person = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sign_in", "device"], condition=~Q(device="") & Q(struck_at=None), name="signature_once_a_phone"
            ),
            models.UniqueConstraint(
                fields=["sign_in", "person"], condition=Q(struck_at=None), name="signature_once_a_person"
            ),
            models.UniqueConstraint(fields=["sign_in", "number"], name="signature_number_once"),
        ]
