"""Collections that officers put together: documents and procedures that belong beside each other."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from caunoi.kit.ids import PublicIdField
from caunoi.library.models.document import Document
from caunoi.library.models.procedure import Procedure
from caunoi.organisations.models import Unit


class Collection(models.Model):
    """A named shelf. Until it is published only those who keep it see it; it never opens what lies in it."""

    public_id = PublicIdField()
    title = models.CharField(max_length=200)
    folded_title = models.CharField(max_length=240, db_index=True)
    intro = models.TextField(blank=True)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="collections")
    is_published = models.BooleanField(default=False)
    is_sample = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # Brought along by the loader: where the owner stands on the day.
    owner_path: str | None

    def __str__(self) -> str:
        return self.title


class CollectionItem(models.Model):
    """A document or a procedure on the shelf, with a word on why it is there."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    document = models.ForeignKey(Document, null=True, on_delete=models.CASCADE, related_name="+")
    procedure = models.ForeignKey(Procedure, null=True, on_delete=models.CASCADE, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["collection", "position"], name="collection_item_place_once"),
            models.UniqueConstraint(fields=["collection", "document"], name="collection_document_once"),
            models.UniqueConstraint(fields=["collection", "procedure"], name="collection_procedure_once"),
            models.CheckConstraint(
                condition=Q(document=None, procedure__isnull=False) | Q(document__isnull=False, procedure=None),
                name="collection_item_is_one",
            ),
        ]
