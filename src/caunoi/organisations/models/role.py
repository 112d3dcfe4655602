"""What a person is at a unit."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from caunoi.kit.ids import PublicIdField
from caunoi.organisations.choices import Role
from caunoi.organisations.models.unit import Unit


class RoleGrant(models.Model):
    """A role at a unit within [from_on, to_on); history is kept."""

    public_id = PublicIdField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grants")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=14, choices=Role)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "unit", "role"], condition=Q(to_on=None), name="grant_once")
        ]
