"""Documents as people confirm and mend them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.kit import audit, outbox
from caunoi.kit.models import StoredFile
from caunoi.library.actions.circles import refuse_circle
from caunoi.library.choices import ReadingState, Tier
from caunoi.library.events import DocumentChanged, DocumentConfirmed
from caunoi.library.models import (
    Clause,
    Document,
    DocumentArea,
    DocumentReading,
    DocumentVersion,
    Obligation,
    ProcedureBasis,
    Relation,
)
from caunoi.organisations.models import Unit
from caunoi.pure import symbols
from caunoi.pure.clauses import split
from caunoi.pure.vietnamese import fold


@dataclass(frozen=True)
class Confirmed:
    """What a person confirmed of a document."""

    title: str
    type_name: str
    issuer: str
    tier: str = Tier.UNION
    symbol: str = ""
    issued_on: date | None = None
    effective_on: date | None = None
    expires_on: date | None = None
    signer: str = ""
    abstract: str = ""
    summary: str = ""
    period_from_year: int | None = None
    period_to_year: int | None = None
    is_public: bool = True
    areas: Sequence[str] = ()
    # Rows of {"kind", "symbol", "text", "issued_on", "part"}; the part in words, empty for the whole.
    relations: Sequence[dict[str, Any]] = field(default_factory=tuple)
    # Rows of {"actor", "action", "deadline_text", "deadline_on"}.
    obligations: Sequence[dict[str, Any]] = field(default_factory=tuple)


PLAIN = (
    "title", "type_name", "issuer", "tier", "symbol", "issued_on", "effective_on", "expires_on", "signer", "abstract",
    "summary", "period_from_year", "period_to_year", "is_public",
)  # fmt: skip


def _search_words(values: Confirmed) -> str:
    words = fold(f"{values.type_name} {values.symbol} {values.title} {values.issuer}")
    return words[:700]


def _is_meant(source_on: date | None, said_on: date | None, found_on: date | None) -> bool:
    """Whether a document of the day `found_on` can be the one that a source names, perhaps with a day: bodies begin
    their numbers anew each year, and a document speaks of earlier ones."""
    if said_on and found_on:
        return said_on == found_on
    return not (source_on and found_on) or found_on <= source_on


def _meant(source: Document, said_on: date | None, known: Sequence[Document]) -> Document | None:
    """The newest of the documents with the same symbol that the source can mean."""
    return next((row for row in known if _is_meant(source.issued_on, said_on, row.issued_on)), None)


def _write_parts(document: Document, values: Confirmed) -> None:
    """Areas, relations and obligations, written anew."""
    document.areas.all().delete()
    DocumentArea.objects.bulk_create(
        [DocumentArea(document=document, area=area) for area in dict.fromkeys(values.areas)]
    )
    document.relations_out.all().delete()
    keys = {symbols.key(row["symbol"]) for row in values.relations if row.get("symbol")}
    known: dict[str, list[Document]] = {}
    for found in Document.objects.filter(symbol_key__in=keys).exclude(pk=document.pk).order_by("-issued_on", "-id"):
        known.setdefault(found.symbol_key, []).append(found)
    Relation.objects.bulk_create(
        [
            Relation(
                source=document,
                target=_meant(document, row.get("issued_on"), known.get(symbols.key(row.get("symbol", "")), [])),
                kind=row["kind"],
                target_symbol=row.get("symbol", "")[:80],
                target_key=symbols.key(row.get("symbol", ""))[:80],
                target_text=row.get("text", "")[:300],
                target_issued_on=row.get("issued_on"),
                target_part=row.get("part", "")[:300],
            )
            for row in values.relations
        ]
    )
    document.obligations.all().delete()
    Obligation.objects.bulk_create(
        [
            Obligation(
                document=document,
                position=number,
                actor=row.get("actor", "")[:200],
                action=row["action"],
                deadline_text=(row.get("deadline_text") or "")[:160],
                deadline_on=row.get("deadline_on"),
            )
            for number, row in enumerate(values.obligations, 1)
        ]
    )


def _meet_relations(document: Document) -> None:
    """Relations that wait for the document's symbol find it; those that found it by another symbol wait again."""
    found = Relation.objects.filter(target=document).exclude(target_key__in=["", document.symbol_key])
    found.update(target=None)
    if document.symbol_key:
        waiting = Relation.objects.filter(target=None, target_key=document.symbol_key).exclude(source=document)
        rows = waiting.values_list("pk", "source__issued_on", "target_issued_on")
        met = [key for key, source_on, said_on in rows if _is_meant(source_on, said_on, document.issued_on)]
        Relation.objects.filter(pk__in=met).update(target=document)
        ProcedureBasis.objects.filter(document=None, symbol_key=document.symbol_key).update(document=document)


def _targets(document: Document) -> set[int]:
    """Documents of the library that it speaks of."""
    rows = document.relations_out.exclude(target=None)
    return set(rows.values_list("target_id", flat=True))


def _check_waits(reading: DocumentReading) -> None:
    """Read again under a lock: two colleagues may have the same page open."""
    reading.refresh_from_db(fields=["state"], from_queryset=DocumentReading.objects.select_for_update())
    if reading.state == ReadingState.CONFIRMED:
        raise ValidationError(_("Tệp này đã được xác nhận."))


@transaction.atomic
def add_version(
    *, document: Document, text: str, file: StoredFile | None, pages_count: int | None, note: str = "",
    by: User | None, at: datetime,
) -> DocumentVersion:  # fmt: skip
    """Add a version with its clauses; earlier ones stay."""
    number = document.versions.count() + 1
    version = DocumentVersion.objects.create(
        document=document,
        number=number,
        text=text,
        file=file,
        pages_count=pages_count,
        note=note,
        added_at=at,
        added_by=by,
    )
    if file:
        file.subject = f"library.document:{document.pk}"
        file.save(update_fields=["subject"])
    Clause.objects.bulk_create(
        [
            Clause(
                version=version,
                position=position,
                anchor=row.anchor[:120],
                label=row.label[:60],
                heading=row.heading[:500],
                text=row.text,
                depth=row.depth,
            )
            for position, row in enumerate(split(text))
        ],
        batch_size=500,
        ignore_conflicts=True,
    )
    audit.record(document, "library.add_version", by=by, at=at, number=number)
    outbox.post(DocumentChanged(document.pk, sorted(_targets(document))))
    return version


@transaction.atomic
def confirm_reading(
    *, reading: DocumentReading | None, values: Confirmed, owner: Unit, by: User | None, at: datetime,
    text: str = "", is_sample: bool = False,
) -> Document:  # fmt: skip
    """Put a document into the library as the person confirmed it, with its text as version 1.

    Relations find documents that are here, and relations that waited for this symbol find it. Raises ValidationError
    when someone else confirmed the reading before, or when it and another document would end each other.
    """
    if reading:
        _check_waits(reading)
    document = Document.objects.create(
        **{name: getattr(values, name) for name in PLAIN},
        symbol_key=symbols.key(values.symbol)[:80],
        folded_title=_search_words(values),
        confirmed_at=at,
        confirmed_by=by,
        owner=owner,
        is_sample=is_sample,
    )
    _write_parts(document, values)
    _meet_relations(document)
    refuse_circle(document)
    file, pages = (reading.file, reading.pages_count) if reading else (None, None)
    add_version(document=document, text=reading.text if reading else text, file=file, pages_count=pages, by=by, at=at)
    if reading:
        reading.state, reading.document = ReadingState.CONFIRMED, document
        reading.save(update_fields=["state", "document"])
    audit.record(document, "library.confirm_document", by=by, at=at, symbol=document.symbol, title=document.title)
    outbox.post(DocumentConfirmed(document.pk))
    return document


@transaction.atomic
def mend_document(*, document: Document, values: Confirmed, by: User | None, at: datetime) -> Document:
    """Correct what is said of a document; the audit names the fields that changed.

    Raises ValidationError when it and another document would end each other.
    """
    changed = [name for name in PLAIN if getattr(document, name) != getattr(values, name)]
    for name in PLAIN:
        setattr(document, name, getattr(values, name))
    document.symbol_key = symbols.key(values.symbol)[:80]
    document.folded_title = _search_words(values)
    document.save()
    before = _targets(document)
    _write_parts(document, values)
    _meet_relations(document)
    refuse_circle(document)
    audit.record(document, "library.mend_document", by=by, at=at, changed=changed)
    outbox.post(DocumentChanged(document.pk, sorted(before | _targets(document))))
    return document
