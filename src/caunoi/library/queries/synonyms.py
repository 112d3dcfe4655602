"""Words that mean the same, kept at hand by every process and read anew when they changed."""

from __future__ import annotations

from datetime import datetime
from threading import Lock

from django.db.models import Count, Max

from caunoi.library.models import SynonymGroup
from caunoi.pure.synonyms import Group

Mark = tuple[int, int | None, datetime | None]
_lock = Lock()
_kept: tuple[Mark, list[Group]] | None = None


def _mark() -> Mark:
    found = SynonymGroup.objects.aggregate(n=Count("pk"), last=Max("pk"), at=Max("added_at"))
    return found["n"], found["last"], found["at"]


def synonym_groups() -> list[Group]:
    """All groups, by their first phrase; one statement while nothing changed."""
    global _kept  # noqa: PLW0603 - one copy a process
    mark = _mark()
    with _lock:
        if _kept is None or _kept[0] != mark:
            rows = SynonymGroup.objects.order_by("pk").values_list("phrases", flat=True)
            _kept = mark, [tuple(row) for row in rows]
        return _kept[1]
