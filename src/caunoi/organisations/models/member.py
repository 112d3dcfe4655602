"""Members (đoàn viên) of grassroots unions, from rosters."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from caunoi.kit.encryption import EncryptedField
from caunoi.kit.ids import PublicIdField
from caunoi.organisations.models.unit import Unit


class Member(models.Model):
    """One person on a unit's roster. Contact fields are encrypted; keyed hashes find a row again."""

    public_id = PublicIdField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="memberships"
    )
    # The number on the member's card, or the row's number in the unit's own roster.
    code = models.CharField(max_length=40)
    full_name = EncryptedField()
    phone = EncryptedField(blank=True)
    email = EncryptedField(blank=True)
    phone_fingerprint = models.CharField(max_length=64, blank=True, db_index=True)
    # So that dead and stopped mailboxes are counted without reading a single address.
    email_fingerprint = models.CharField(max_length=64, blank=True)
    workplace = models.CharField(max_length=160, blank=True)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "code"], condition=Q(left_on=None), name="member_code_once")
        ]
