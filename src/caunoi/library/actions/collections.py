"""Collections as officers put them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.kit import audit
from caunoi.library.models import Collection, CollectionItem, Document, Procedure
from caunoi.organisations.models import Unit
from caunoi.pure.vietnamese import fold

ITEMS_MOST = 300


@dataclass(frozen=True)
class CollectionDraft:
    """A shelf as it was put together: what stands on it in order, each with a note."""

    title: str
    intro: str = ""
    is_published: bool = False
    items: Sequence[tuple[Document | Procedure, str]] = ()


@transaction.atomic
def save_collection(
    *, collection: Collection | None, draft: CollectionDraft, owner: Unit, by: User | None, at: datetime,
    is_sample: bool = False,
) -> Collection:  # fmt: skip
    """Put a collection together (`collection` None, kept by `owner`) or change one. What stands there twice stands once.

    Raises ValidationError for more than 300 items.
    """
    items = list({(type(item), item.pk): (item, note) for item, note in draft.items}.values())
    if len(items) > ITEMS_MOST:
        raise ValidationError(_("Một bộ sưu tập tới %d mục. Chia thành nhiều bộ.") % ITEMS_MOST)
    row = collection or Collection(owner=owner, is_sample=is_sample)
    row.title, row.folded_title = draft.title, fold(draft.title)[:240]
    row.intro, row.is_published = draft.intro, draft.is_published
    row.changed_at, row.changed_by = at, by
    row.save()
    row.items.all().delete()
    CollectionItem.objects.bulk_create(
        [
            CollectionItem(
                collection=row,
                position=number,
                document=item if isinstance(item, Document) else None,
                procedure=item if isinstance(item, Procedure) else None,
                note=note[:300],
            )
            for number, (item, note) in enumerate(items, 1)
        ]
    )
    audit.record(
        row, "library.save_collection", by=by, at=at, title=row.title, count=len(items), is_published=row.is_published
    )
    return row


@transaction.atomic
def remove_collection(*, collection: Collection, by: User | None, at: datetime) -> None:
    """Take a collection away; what stood in it stays in the library."""
    audit.record(collection, "library.remove_collection", by=by, at=at, title=collection.title)
    collection.delete()
