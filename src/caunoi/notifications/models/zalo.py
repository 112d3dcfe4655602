"""Keys of the Zalo Official Account; incoming talk and outgoing notices use the same ones."""

from django.db import models

from caunoi.kit.encryption import EncryptedField


class ZaloKeys(models.Model):
    """The keys that Zalo gave last: one opens for a day, the other is changed for a new pair, once."""

    access_token = EncryptedField(blank=True)
    refresh_token = EncryptedField()
    expires_at = models.DateTimeField()
    # Until then one process is changing them; the others wait.
    claimed_until = models.DateTimeField()
