"""Two versions of a document beside each other."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache

from caunoi.library.models import Document, DocumentVersion
from caunoi.pure.comparing import Change, Part, compare, paragraphs

# Versions are append-only, so what was compared once stays so.
KEPT_SECONDS = 6 * 3600


@dataclass(frozen=True)
class Comparison:
    """What differs between two versions; `numbers` are all that the document has, newest first."""

    old: DocumentVersion
    new: DocumentVersion
    numbers: list[int]
    changes: list[Change]


def _parts(version: DocumentVersion) -> list[Part]:
    rows = version.clauses.order_by("position").values_list("anchor", "label", "heading", "text")
    return [Part(*row) for row in rows]


def _changes(old: DocumentVersion, new: DocumentVersion) -> list[Change]:
    key = f"library.comparison:{old.pk}:{new.pk}"
    found: list[Change] | None = cache.get(key)
    if found is None:
        before, after = _parts(old), _parts(new)
        if not before or not after:
            texts = dict(DocumentVersion.objects.filter(pk__in=[old.pk, new.pk]).values_list("pk", "text"))
            before, after = paragraphs(texts[old.pk]), paragraphs(texts[new.pk])
        found = compare(before, after)
        cache.set(key, found, KEPT_SECONDS)
    return found


def comparison_of(document: Document, old: int = 0, new: int = 0) -> Comparison:
    """The versions with these numbers, else the newest and the one before it.

    Raises DocumentVersion.DoesNotExist where there are not two, or no such one.
    """
    rows = {row.number: row for row in document.versions.order_by("-number").defer("text")}
    numbers = list(rows)
    newest = new or (numbers[0] if numbers else 0)
    before = old or next((number for number in numbers if number < newest), 0)
    if newest not in rows or before not in rows or newest == before:
        raise DocumentVersion.DoesNotExist
    older, newer = sorted((rows[before], rows[newest]), key=lambda row: row.number)
    return Comparison(older, newer, numbers, _changes(older, newer))
