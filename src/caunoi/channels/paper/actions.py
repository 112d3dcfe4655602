"""From a picture to a case."""

from __future__ import annotations

import io
import logging
from datetime import datetime
from functools import partial

import pypdfium2
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from PIL import Image

from caunoi.accounts.models import User
from caunoi.channels.choices import PaperState
from caunoi.channels.models import Paper
from caunoi.channels.paper import queries
from caunoi.feedback.actions import CaseDraft, Received, receive_case
from caunoi.feedback.actions.intake import TEXT_MOST
from caunoi.feedback.models import Case
from caunoi.kit import audit, clock, queue
from caunoi.kit.files import store
from caunoi.kit.files.checks import EVIDENCE, PDF, FileProblem
from caunoi.library.actions.extraction import extract
from caunoi.organisations.models import Unit

JOB = "caunoi.channels.jobs.read_paper"
ATTEMPTS_MOST, PAGES_MOST, PAGE_WIDTH = 3, 5, 1100
log = logging.getLogger(__name__)


@transaction.atomic
def start_paper(*, data: bytes, filename: str, desk: Unit, by: User, at: datetime) -> Paper:
    """Check and keep a photo or scan, and ask for its reading. Raises FileProblem with what to do."""
    file, pages = store.take_in(data, filename=filename, by=by, at=at, allowed=EVIDENCE)
    if pages and pages > PAGES_MOST:
        raise FileProblem("PAGES", _("Đơn dài nhất %d trang. Chia thành nhiều tệp.") % PAGES_MOST)
    paper = Paper.objects.create(file=file, desk=desk, pages_count=pages or 1, started_at=at, seen_at=at, started_by=by)
    file.subject = f"channels.paper:{paper.pk}"
    file.save(update_fields=["subject"])
    audit.record(paper, "channels.start_paper", by=by, at=at)
    queue.enqueue(JOB, paper_id=paper.pk)
    return paper


def read_paper(*, paper_id: int) -> None:
    """Read a paper that waits; what cannot be read is typed by the person, beside the picture."""
    now = clock.now()
    rows = Paper.objects.filter(pk=paper_id, state=PaperState.QUEUED)
    if not rows.update(state=PaperState.READING, seen_at=now, attempts_count=F("attempts_count") + 1):
        return
    paper = Paper.objects.select_related("file").get(pk=paper_id)
    seconds = settings.CAUNOI.reading_timeout_seconds
    state, text, problem = PaperState.READY, "", ""
    try:
        text = extract(store.read(paper.file), paper.file.media_type, seconds=seconds).text.strip()[:TEXT_MOST]
    except FileProblem as refused:
        state, problem = PaperState.FAILED, refused.message
    except Exception as error:  # noqa: BLE001 - else it would be read for ever; the words of an error may hold the letter's
        log.error("paper %s: %s", paper.public_id, type(error).__name__)  # noqa: TRY400
        state, problem = PaperState.FAILED, _("Máy không đọc được. Gõ lời trong đơn vào ô bên cạnh.")
    paper.state, paper.text, paper.error = state, text, problem[:500]
    paper.save(update_fields=["state", "text", "error"])


@transaction.atomic
def resume_papers(*, at: datetime) -> int:
    """Ask again for readings that were cut off; after three times the person types. Returns how many."""
    lost = list(queries.lost_papers(at)[:100])
    for paper in lost:
        if paper.attempts_count >= ATTEMPTS_MOST:
            Paper.objects.filter(pk=paper.pk).update(state=PaperState.FAILED)
        else:
            Paper.objects.filter(pk=paper.pk).update(state=PaperState.QUEUED, seen_at=at)
            queue.enqueue(JOB, paper_id=paper.pk)
    return len(lost)


@transaction.atomic
def confirm_paper(*, paper: Paper, draft: CaseDraft, by: User, at: datetime) -> Received:
    """What a person checked becomes a case, with the picture attached. Raises ValidationError."""
    received = receive_case(draft=draft, by=by, at=at)
    paper.state, paper.case, paper.text = PaperState.TAKEN, received.case, ""
    paper.save(update_fields=["state", "case", "text"])
    audit.record(paper, "channels.confirm_paper", by=by, at=at, case=received.case)
    return received


@transaction.atomic
def discard_paper(*, paper: Paper, by: User, at: datetime) -> None:
    """Drop a paper that is no case; its words and its picture's place go with it."""
    audit.record(paper, "channels.discard_paper", by=by, at=at)
    paper.state, paper.text = PaperState.DISCARDED, ""
    paper.save(update_fields=["state", "text"])
    paper.file.subject = ""
    paper.file.save(update_fields=["subject"])


def forget_paper(case: Case, at: datetime) -> None:
    """The scan that an erased or removed case came by: the row, and the picture's bytes once this is committed."""
    for paper in Paper.objects.filter(case=case).select_related("file"):
        paper.delete()
        transaction.on_commit(partial(store.forget, paper.file, at=at))


def picture_of(paper: Paper, page: int) -> bytes:
    """A page as a picture that we made (JPEG). Raises IndexError where there is none, FileProblem for a broken file."""
    data = store.read(paper.file)
    if paper.file.media_type == PDF:
        image = _page(data, page)
    elif page == 0:
        image = Image.open(io.BytesIO(data))
    else:
        raise IndexError(page)
    image = image.convert("RGB")
    image.thumbnail((PAGE_WIDTH, PAGE_WIDTH * 3))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def _page(data: bytes, page: int) -> Image.Image:
    document = pypdfium2.PdfDocument(data)
    try:
        if not 0 <= page < len(document):
            raise IndexError(page)
        shown = document[page]
        scale = PAGE_WIDTH / max(shown.get_width(), 1)
        image: Image.Image = shown.render(scale=min(scale, 3)).to_pil()
        return image
    finally:
        document.close()
