"""A watch over validity: tells when a document stops to hold, because a day came or another document acts on it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from caunoi.kit import outbox
from caunoi.library import queries
from caunoi.library.events import DocumentEnded
from caunoi.library.models import Document

AT_ONCE = 500


@transaction.atomic
def watch_validity(*, at: datetime, only: Collection[int] | None = None) -> int:
    """Compare what holds today with what was seen last, and tell of each document that ended. Returns how many did.

    `only`: these documents alone. A document that holds again, because a mistake was mended, is seen without a word.
    """
    rows = Document.objects.all() if only is None else Document.objects.filter(pk__in=only)
    ended = queries.ended_on(rows, timezone.localtime(at).date())
    newly = list(ended.filter(is_ended=False).values_list("pk", flat=True).order_by("pk")[:AT_ONCE])
    Document.objects.filter(pk__in=newly).update(is_ended=True)
    again = rows.filter(is_ended=True).exclude(pk__in=ended.values("pk"))
    Document.objects.filter(pk__in=list(again.values_list("pk", flat=True)[:AT_ONCE])).update(is_ended=False)
    for key in newly:
        outbox.post(DocumentEnded(key))
    return len(newly)
