"""Many files at once on their way into the library: the batch, and what became of each item."""

from django.conf import settings
from django.db import models

from caunoi.kit.ids import PublicIdField
from caunoi.kit.models import StoredFile
from caunoi.library.choices import BatchState, ItemState, Tier
from caunoi.library.models.document import Document
from caunoi.library.models.procedure import Procedure
from caunoi.library.models.reading import DocumentReading
from caunoi.organisations.models import Unit


class ImportBatch(models.Model):
    """A ZIP, a spreadsheet, a packet, several files or a folder; worked on in the background, an item at a time."""

    public_id = PublicIdField()
    name = models.CharField(max_length=200)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # The archive or the spreadsheet that came; none when the items have files of their own, or lie in a folder.
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=BatchState, default=BatchState.QUEUED)
    # What is said of documents whose row does not say it; "" goes by the body that issued each.
    tier = models.CharField(max_length=8, choices=Tier)
    is_public = models.BooleanField(default=True)
    # Documents of which everything was read for sure go into the library without waiting for a person.
    takes_sure = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # The last sign of life: a job that was lost gives none.
    seen_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.name


class ImportItem(models.Model):
    """One file or one row: where it came from, what was said of it, what became of it and why."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    # Path in the archive or the folder, or the name of the file; "" for a row without a file.
    path = models.CharField(max_length=400, blank=True)
    # How the archive itself names it.
    key = models.CharField(max_length=500, blank=True)
    # The line of the spreadsheet, as people count.
    row = models.PositiveIntegerField(null=True)
    facts = models.JSONField(default=dict)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.SET_NULL, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.WAITING)
    reason = models.CharField(max_length=500, blank=True)
    attempts_count = models.PositiveSmallIntegerField(default=0)
    document = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="+")
    procedure = models.ForeignKey(Procedure, null=True, on_delete=models.SET_NULL, related_name="+")
    reading = models.ForeignKey(DocumentReading, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="import_item_place_once")]
        indexes = [models.Index(fields=["batch", "state", "position"], name="import_item_waiting")]
