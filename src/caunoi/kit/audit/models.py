"""Who did what when: rows that can only be added, sealed into one chain of hashes."""

from django.db import models

from caunoi.kit.ids import PublicIdField


class AuditRow(models.Model):
    """One deed. `facts` hold no personal data; content appears only as salted hashes (see AuditContent)."""

    public_id = PublicIdField()
    at = models.DateTimeField()
    verb = models.CharField(max_length=80)
    actor = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="audit_subject"),
            models.Index(fields=["verb", "at"], name="audit_verb"),
        ]


class AuditSeal(models.Model):
    """A link of the chain: `digest = SHA-256(previous digest, canonical JSON of the row)`."""

    position = models.BigIntegerField(primary_key=True)
    row = models.OneToOneField(AuditRow, on_delete=models.PROTECT, related_name="seal")
    digest = models.CharField(max_length=64)


class AuditContent(models.Model):
    """The content behind a hash, with its salt. May be erased (right to erasure); the chain still verifies."""

    row = models.OneToOneField(AuditRow, on_delete=models.PROTECT, related_name="content")
    salt = models.CharField(max_length=32)
    content = models.JSONField(default=dict)


class AuditHead(models.Model):
    """The chain's end on a day, published: whoever noted it can later prove that nothing before it was changed."""

    on = models.DateField(primary_key=True)
    position = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()
