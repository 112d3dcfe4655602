"""Bringing a file in: kept, read in the background, waiting for a person."""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.kit import audit, clock, queue
from caunoi.kit.files import store
from caunoi.kit.files.checks import DOCUMENTS, FileProblem
from caunoi.library import queries
from caunoi.library.actions.extraction import Extracted, extract
from caunoi.library.choices import ReadingState
from caunoi.library.models import DocumentReading
from caunoi.organisations.models import Unit
from caunoi.pure.reading import read_text

# Longer texts are kept, but only this much is shown beside the form.
TEXT_MOST = 3_000_000
# A file that ends the worker each time (memory, a crash of a library) must not do so for ever.
ATTEMPTS_MOST = 3
JOB = "caunoi.library.jobs.read_document"
log = logging.getLogger(__name__)


@transaction.atomic
def start_reading(*, data: bytes, filename: str, owner: Unit, by: User | None, at: datetime) -> DocumentReading:
    """Check and keep a file, and ask for its reading. Raises FileProblem with what to do."""
    file, pages = store.take_in(data, filename=filename, by=by, at=at, allowed=DOCUMENTS)
    reading = DocumentReading.objects.create(
        file=file, owner=owner, pages_count=pages, started_at=at, seen_at=at, started_by=by
    )
    file.subject = f"library.reading:{reading.pk}"
    file.save(update_fields=["subject"])
    audit.record(reading, "library.start_reading", by=by, at=at, sha256=file.sha256)
    queue.enqueue(JOB, reading_id=reading.pk)
    return reading


def _failed(reading_id: int, error: str, at: datetime) -> None:
    rows = DocumentReading.objects.filter(pk=reading_id, state__in=queries.UNREAD)
    rows.update(state=ReadingState.FAILED, error=error[:500], finished_at=at)


def _read(reading: DocumentReading) -> Extracted:
    def progress(done: int, total: int) -> None:
        rows = DocumentReading.objects.filter(pk=reading.pk)
        rows.update(pages_done_count=done, pages_count=total, seen_at=clock.now())

    seconds = settings.CAUNOI.reading_timeout_seconds
    return extract(store.read(reading.file), reading.file.media_type, seconds=seconds, progress=progress)


@transaction.atomic
def _ready(reading_id: int, extracted: Extracted, filename: str) -> None:
    found = read_text(extracted.text, extracted.pages_count, filename)
    DocumentReading.objects.filter(pk=reading_id, state=ReadingState.READING).update(
        state=ReadingState.READY,
        text=found.text[:TEXT_MOST],
        found=found.as_json(),
        is_scanned=extracted.is_scanned,
        pages_count=extracted.pages_count,
        finished_at=clock.now(),
    )


def read_file(*, reading_id: int) -> None:
    """Read a file that waits, or whose reading was cut off; one that is done, or being read, stays as it is.

    Runs for minutes, so its progress is written in short transactions of their own. Whatever goes wrong is said to the
    person who waits.
    """
    now = clock.now()
    waits = Q(state=ReadingState.QUEUED) | Q(state=ReadingState.READING, seen_at__lt=queries.lost_before(now))
    rows = DocumentReading.objects.filter(waits, pk=reading_id)
    if not rows.update(state=ReadingState.READING, seen_at=now, attempts_count=F("attempts_count") + 1):
        return
    reading = DocumentReading.objects.select_related("file").get(pk=reading_id)
    try:
        _ready(reading_id, _read(reading), reading.file.name)
    except FileProblem as problem:
        _failed(reading_id, problem.message, clock.now())
    except Exception as error:  # noqa: BLE001 - else it would be read for ever
        # The words of an error may hold words of the file, so its kind only.
        log.error("reading %s: %s", reading.public_id, type(error).__name__)  # noqa: TRY400
        text = _("Máy gặp lỗi khi đọc tệp này. Lưu lại tệp dạng DOCX hoặc PDF rồi gửi lại; nếu vẫn lỗi, báo quản trị.")
        _failed(reading_id, text, clock.now())


@transaction.atomic
def resume_readings(*, at: datetime) -> int:
    """Ask again for readings that give no sign of life; give up those that were begun too often. Returns how many."""
    lost = list(queries.lost_readings(at)[:100])
    for reading in lost:
        if reading.attempts_count >= ATTEMPTS_MOST:
            text = _("Đã thử đọc %(n)d lần mà không xong. Chia tệp thành phần ngắn hơn rồi gửi lại.")
            _failed(reading.pk, text % {"n": reading.attempts_count}, at)
        else:
            DocumentReading.objects.filter(pk=reading.pk).update(state=ReadingState.QUEUED, seen_at=at)
            queue.enqueue(JOB, reading_id=reading.pk)
    return len(lost)


@transaction.atomic
def discard_reading(*, reading: DocumentReading, by: User | None, at: datetime) -> None:
    """Drop a reading that nobody needs."""
    audit.record(reading, "library.discard_reading", by=by, at=at)
    reading.delete()
