"""Status on a day, for one document or for a list, from dates and from what other documents do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from caunoi.library.choices import RelationKind
from caunoi.library.models import Document, Relation
from caunoi.pure.validity import Touch, Verdict, comes_after, status_on

ENDING = (RelationKind.REPLACES, RelationKind.REPEALS, RelationKind.SUSPENDS)
# The day that places a document among others; see day_of. One without any is before all.
PLACE = ("issued_on", "effective_on", Value(date.min, output_field=DateField()))
TOUCHING = (*ENDING, RelationKind.AMENDS)


def day_of(document: Document) -> date | None:
    """The day that places a document among others."""
    return document.issued_on or document.effective_on


def acts_on(source: Document, target: Document) -> bool:
    """Whether what the source says of the target counts: an earlier document ends no later one."""
    return comes_after((day_of(source), source.pk), (day_of(target), target.pk))


def touch_of(kind: str, source: Document, *, part: str = "", is_named: bool = True) -> Touch:
    """What a source does to a target; a source that the reader may not see is not named."""
    return Touch(kind, source.effective_on or source.issued_on, str(source) if is_named else "", bool(part))


def validity_of(document: Document, day: date, touches: list[Touch]) -> Verdict:
    """Status on a day, from the document's dates and from the documents that end or change it."""
    return status_on(
        day,
        effective_on=document.effective_on or document.issued_on,
        expires_on=document.expires_on,
        touches=touches,
    )


def verdicts_of(documents: Iterable[Document], day: date) -> dict[int, Verdict]:
    """Status of each on a day, by key; one statement. Only public sources are named in it."""
    known = {document.pk: document for document in documents}
    rows = Relation.objects.filter(target__in=known, kind__in=TOUCHING).select_related("source")
    shown = ("kind", "target_id", "target_part")
    facts = ("type_name", "symbol", "issued_on", "effective_on", "is_public")
    touches: dict[int, list[Touch]] = {}
    for row in rows.only(*shown, *(f"source__{name}" for name in facts)):
        if row.target_id and acts_on(row.source, known[row.target_id]):
            touch = touch_of(row.kind, row.source, part=row.target_part, is_named=row.source.is_public)
            touches.setdefault(row.target_id, []).append(touch)
    return {key: validity_of(document, day, touches.get(key, [])) for key, document in known.items()}


def _acting(day: date) -> Exists:
    """Another document has ended the outer one by the day, and is not earlier than it."""
    acting = Relation.objects.filter(target=OuterRef("pk"), kind__in=ENDING, target_part="")
    acting = acting.annotate(
        from_on=Coalesce("source__effective_on", "source__issued_on"),
        placed_on=Coalesce("source__issued_on", "source__effective_on"),
    ).filter(from_on__lte=day)
    is_later = Q(placed_on__gt=OuterRef("placed_on")) | Q(placed_on=OuterRef("placed_on"), source__gt=OuterRef("pk"))
    return Exists(acting.filter(is_later))


def in_force_on(rows: QuerySet[Document], day: date) -> QuerySet[Document]:
    """Those of the documents that are in force on a day, some of their parts perhaps changed; as `status_on` says."""
    placed = rows.annotate(from_on=Coalesce("effective_on", "issued_on"), placed_on=Coalesce(*PLACE))
    held = placed.filter(Q(expires_on=None) | Q(expires_on__gt=day), from_on__lte=day)
    return held.exclude(_acting(day))


def ended_on(rows: QuerySet[Document], day: date) -> QuerySet[Document]:
    """Those of the documents that are expired or suspended on a day; as `status_on` says."""
    return rows.annotate(placed_on=Coalesce(*PLACE)).filter(Q(expires_on__lte=day) | _acting(day))
