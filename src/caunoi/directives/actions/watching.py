"""Telling those who issued a directive that what it rests on no longer holds."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation

from caunoi.directives import notices, queries


def tell_ended(*, document_id: int, at: datetime) -> int:
    """One in-app notice to each who acts for the issuer of each directive that rests on the document; however often it
    is run. Returns how many notices."""
    day = timezone.localtime(at).date()
    with translation.override(settings.LANGUAGE_CODE):
        return sum(
            notices.tell_ended(directive=row, document_id=document_id, at=at)
            for row in queries.directives_on(document_id, day)
        )
