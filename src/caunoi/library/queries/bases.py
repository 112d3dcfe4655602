"""What rests on a document that no longer holds: for whoever builds on documents, a directive or an article."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from caunoi.library.choices import RelationKind
from caunoi.library.models import Document, Relation
from caunoi.library.queries.validity import ended_on, verdicts_of
from caunoi.pure.validity import Verdict


@dataclass(frozen=True)
class EndedBasis:
    """A document that is expired or suspended; `is_own`: the very document, else one that it is based on."""

    document: Document
    verdict: Verdict
    is_own: bool


def ended_bases(keys: Collection[int], day: date) -> dict[int, list[EndedBasis]]:
    """For each document, by key: itself and what it is based on, where that no longer holds on the day.

    Bases that not everybody may read are left out. Three statements, however many documents.
    """
    if not keys:
        return {}
    pairs = [(key, key) for key in keys]
    based = Relation.objects.filter(source__in=keys, kind=RelationKind.BASED_ON, target__is_public=True)
    pairs += list(based.exclude(target=None).values_list("source_id", "target_id"))
    ended = ended_on(Document.objects.filter(pk__in={basis for _key, basis in pairs}), day)
    known = {row.pk: row for row in ended.defer("abstract", "summary")}
    verdicts = verdicts_of(known.values(), day) if known else {}
    found: dict[int, list[EndedBasis]] = {}
    for key, basis in dict.fromkeys(pairs):
        if basis in known:
            found.setdefault(key, []).append(EndedBasis(known[basis], verdicts[basis], key == basis))
    return found


def resting_on_ended(day: date) -> QuerySet[Document]:
    """Documents that no longer hold on the day, and those based on one of them that everybody may read."""
    ended = ended_on(Document.objects.all(), day).values("pk")
    based = Relation.objects.filter(kind=RelationKind.BASED_ON, target__in=ended, target__is_public=True)
    return Document.objects.filter(Q(pk__in=ended) | Q(pk__in=based.values("source_id")))
