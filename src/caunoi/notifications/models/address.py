"""What became of addresses: a mailbox that is gone, a number that nobody has."""

from django.db import models

from caunoi.notifications.choices import AddressKind


class AddressHealth(models.Model):
    """Troubles of one address, found by its keyed hash; the address itself stays where it belongs.

    Correcting an address makes it another one, which has no row: it is written to again at once.
    """

    kind = models.CharField(max_length=5, choices=AddressKind)
    fingerprint = models.CharField(max_length=64)
    # Troubles that may pass, since the last message that certainly arrived.
    soft_count = models.PositiveSmallIntegerField(default=0)
    dead_at = models.DateTimeField(null=True, blank=True)
    code = models.CharField(max_length=24, blank=True)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "fingerprint"], name="address_health_once")]
