"""Bringing a file in: kept, read in the background, waiting for a person."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from caunoi.accounts.models import User
from caunoi.kit import audit, clock, queue
from caunoi.kit.files import store
from caunoi.kit.files.checks import DOCUMENTS, FileProblem
from caunoi.library.actions.extraction import extract
from caunoi.library.choices import ReadingState
from caunoi.library.models import DocumentReading
from caunoi.organisations.models import Unit
from caunoi.pure.reading import read_text

# Longer texts are kept, but only this much is shown beside the form.
TEXT_MOST = 3_000_000


@transaction.atomic
def start_reading(*, data: bytes, filename: str, owner: Unit, by: User | None, at: datetime) -> DocumentReading:
    """Check and keep a file, and ask for its reading. Raises FileProblem with what to do."""
    file, pages = store.take_in(data, filename=filename, by=by, at=at, allowed=DOCUMENTS)
    reading = DocumentReading.objects.create(file=file, owner=owner, pages_count=pages, started_at=at, started_by=by)
    file.subject = f"library.reading:{reading.pk}"
    file.save(update_fields=["subject"])
    audit.record(reading, "library.start_reading", by=by, at=at, sha256=file.sha256)
    queue.enqueue("caunoi.library.jobs.read_document", reading_id=reading.pk)
    return reading


def read_file(*, reading_id: int) -> None:
    """Read a file that waits; a reading that was cut off starts again, one that is done stays as it is.

    Runs for minutes, so its progress is written in short transactions of their own.
    """
    reading = DocumentReading.objects.select_related("file").get(pk=reading_id)
    if reading.state not in {ReadingState.QUEUED, ReadingState.READING}:
        return
    rows = DocumentReading.objects.filter(pk=reading_id)
    rows.update(state=ReadingState.READING)

    def progress(done: int, total: int) -> None:
        rows.update(pages_done_count=done, pages_count=total)

    try:
        extracted = extract(
            store.read(reading.file),
            reading.file.media_type,
            seconds=settings.CAUNOI.reading_timeout_seconds,
            progress=progress,
        )
    except FileProblem as problem:
        rows.update(state=ReadingState.FAILED, error=problem.message[:500], finished_at=clock.now())
        return
    found = read_text(extracted.text, extracted.pages_count)
    rows.update(
        state=ReadingState.READY,
        text=found.text[:TEXT_MOST],
        found=found.as_json(),
        is_scanned=extracted.is_scanned,
        pages_count=extracted.pages_count,
        finished_at=clock.now(),
    )


@transaction.atomic
def discard_reading(*, reading: DocumentReading, by: User | None, at: datetime) -> None:
    """Drop a reading that nobody needs."""
    audit.record(reading, "library.discard_reading", by=by, at=at)
    reading.delete()
