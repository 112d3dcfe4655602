"""Words and likeness of cases and publications, kept in step with them. Derived rows: made again at any time."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from caunoi.feedback.actions.moving import locked
from caunoi.feedback.choices import SHOWN_TO_FOLLOWERS, State
from caunoi.feedback.models import Band, Case, Publication, PublicBand, PublicSignature, Signature
from caunoi.feedback.queries.likeness import packed, unpacked
from caunoi.feedback.queries.search import CASE_WORDS, PUBLICATION_WORDS, desk_tag, unit_tag
from caunoi.kit import bulk, fulltext
from caunoi.pure import likeness

# What waits for a person to look, or is set apart, is in no index.
KEPT_OUT = frozenset({State.SCREENING, State.QUARANTINED})


def _drop_bands(table: str, owner: str, key: int, numbers: bytes | memoryview) -> None:
    rows = [(band, key) for band in likeness.bands(unpacked(numbers))]
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {table} WHERE band = %s AND {owner} = %s", rows)  # noqa: S608 - names of our own


def _forget_likeness(case_id: int) -> None:
    for numbers in Signature.objects.filter(pk=case_id).values_list("numbers", flat=True):
        _drop_bands("feedback_band", "case_id", case_id, numbers)
    Signature.objects.filter(pk=case_id).delete()


def _keep_likeness(case: Case) -> None:
    numbers = likeness.signature(case.text)
    known = Signature.objects.filter(pk=case.pk, version=likeness.VERSION).values_list("numbers", flat=True).first()
    if known is not None and bytes(known) == packed(numbers):
        return
    _forget_likeness(case.pk)
    if numbers:
        Signature.objects.create(case=case, numbers=packed(numbers), version=likeness.VERSION)
        bands = dict.fromkeys(likeness.bands(numbers))
        bulk.insert([Band(band=band, case_id=case.pk) for band in bands], ignore_conflicts=True)


def _words_of(case: Case) -> str:
    said = case.entries.filter(kind__in=SHOWN_TO_FOLLOWERS).order_by("id").values_list("text", flat=True)
    about = [case.title, case.text, case.body.name if case.body else "", case.topic.name if case.topic else ""]
    return "\n".join([*about, *said])


def _tags_of(case: Case) -> Sequence[str]:
    return [desk_tag(case.desk_id), *([unit_tag(case.unit_id)] if case.unit_id else [])]


@transaction.atomic
def index_case(*, case_id: int) -> None:
    """Bring a case's words and likeness up to date. The case is locked: one that is set apart meanwhile stays out."""
    case = locked(Case(pk=case_id))
    if case.state in KEPT_OUT:
        forget_case(case)
        return
    _keep_likeness(case)
    fulltext.put(CASE_WORDS, [(case.pk, _words_of(case), _tags_of(case))])


def forget_case(case: Case) -> None:
    """Take a case out of the indexes, within the deed that sets it apart or removes it."""
    fulltext.drop(CASE_WORDS, [case.pk])
    _forget_likeness(case.pk)
    for row in Publication.objects.filter(case=case):
        forget_publication(row.pk)


@transaction.atomic
def index_publication(*, case_id: int) -> None:
    """Bring the register's words and likeness of a case up to date; what was withdrawn is taken out."""
    row = Publication.objects.filter(case=case_id).select_related("topic", "body", "unit").first()
    if row is None:
        return
    forget_publication(row.pk)
    if row.withdrawn_at is not None:
        return
    about = [row.topic.name if row.topic else "", row.body.name if row.body else "", row.unit.name]
    fulltext.put(PUBLICATION_WORDS, [(row.pk, "\n".join([row.title, row.question, row.answer, *about]), ())])
    numbers = likeness.signature(f"{row.title}. {row.question}")
    if numbers:
        PublicSignature.objects.create(publication=row, numbers=packed(numbers), version=likeness.VERSION)
        bands = dict.fromkeys(likeness.bands(numbers))
        bulk.insert([PublicBand(band=band, publication_id=row.pk) for band in bands], ignore_conflicts=True)


def forget_publication(publication_id: int) -> None:
    """Take a publication out of the indexes."""
    fulltext.drop(PUBLICATION_WORDS, [publication_id])
    for numbers in PublicSignature.objects.filter(pk=publication_id).values_list("numbers", flat=True):
        _drop_bands("feedback_publicband", "publication_id", publication_id, numbers)
    PublicSignature.objects.filter(pk=publication_id).delete()
