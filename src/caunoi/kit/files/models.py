"""Uploaded files, found by their content."""

from django.conf import settings
from django.db import models

from caunoi.kit.ids import PublicIdField


class StoredFile(models.Model):
    """One file as one person gave it; the bytes lie once per content under `files/<sha256[:2]>/<sha256>`.

    `subject` names the row that owns it ("library.document:12"): whoever may see that row may see the file.
    """

    public_id = PublicIdField()
    sha256 = models.CharField(max_length=64, db_index=True)
    size_bytes = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    subject = models.CharField(max_length=120, blank=True, db_index=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # What it looks like; see preview.py.
    preview = models.OneToOneField("self", null=True, on_delete=models.SET_NULL, related_name="+")


class Upload(models.Model):
    """A file on its way in. Whoever knows the token may continue it; `draft_hash` counts the files of one form."""

    token_hash = models.CharField(max_length=64, unique=True)
    draft_hash = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200)
    size_bytes = models.PositiveBigIntegerField()
    received_bytes = models.PositiveBigIntegerField(default=0)
    file = models.OneToOneField(StoredFile, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
